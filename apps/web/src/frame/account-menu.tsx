import { Popover, SegmentedControl, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import type { routes } from '@navette/api';
import { IconCheck, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useSaveLanguage } from '../account/use-save-language.ts';
import { useFirm } from '../api/firm.ts';
import { initials } from '../language/format.ts';
import { useLanguage } from '../language/language.ts';
import { useSignOut } from '../sign-in/use-sign-out.ts';
import styles from './account-menu.module.css';
import { InitialsMark } from './initials-mark.tsx';

type Me = z.infer<(typeof routes.me)['answer']>;

/** Who is signed in, the firm, the language, light or dark, and the way out. */
export function AccountMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const [isOpen, setOpen] = useState(false);
  const label = t('frame.account', { name: me.user.name });
  return (
    <Popover
      width={264}
      position="bottom-end"
      shadow="md"
      radius="lg"
      trapFocus
      opened={isOpen}
      onChange={setOpen}
    >
      <Popover.Target>
        <UnstyledButton
          className={styles.button}
          // Whoever speaks to the page says what stands on the button.
          aria-label={`${initials(me.user.name)}, ${label}`}
          onClick={() => setOpen(!isOpen)}
        >
          <InitialsMark name={me.user.name} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={styles.menu} aria-label={label}>
        <div className={styles.person}>
          <b>{me.user.name}</b>
          <span>{me.user.email}</span>
        </div>
        <Firms me={me} onChosen={() => setOpen(false)} />
        <hr />
        <Preferences />
        <hr />
        <AccountLink onChosen={() => setOpen(false)} />
        <UnstyledButton className={styles.item} onClick={signOut}>
          <IconLogout size={16} aria-hidden />
          {t('frame.signOut')}
        </UnstyledButton>
      </Popover.Dropdown>
    </Popover>
  );
}

function AccountLink({ onChosen }: { onChosen: () => void }) {
  const { t } = useTranslation();
  const { id } = useFirm();
  return (
    <Link to="/cabinets/$firm/mon-compte" params={{ firm: id }} className={styles.item} onClick={onChosen}>
      <IconUserCircle size={16} aria-hidden />
      {t('account.title')}
    </Link>
  );
}

function Firms({ me, onChosen }: { me: Me; onChosen: () => void }) {
  const { t } = useTranslation();
  const current = useFirm();
  if (me.firms.length === 1) {
    return (
      <div className={styles.person}>
        {current.name}
        <span>{t(`frame.role.${current.role}`)}</span>
      </div>
    );
  }
  return (
    <nav aria-label={t('frame.switchFirm')}>
      {me.firms.map((firm) => (
        <Link
          key={firm.id}
          to="/cabinets/$firm/dossiers"
          params={{ firm: firm.id }}
          className={styles.item}
          aria-current={firm.id === current.id}
          onClick={onChosen}
        >
          <span className={styles.firm}>
            {firm.name}
            <span>{t(`frame.role.${firm.role}`)}</span>
          </span>
          {firm.id === current.id && <IconCheck size={16} aria-hidden />}
        </Link>
      ))}
    </nav>
  );
}

function Preferences() {
  const { t } = useTranslation();
  const language = useLanguage();
  const saveLanguage = useSaveLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={styles.preferences}>
      <span id="account-language">{t('frame.language')}</span>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-labelledby="account-language"
        value={language}
        onChange={saveLanguage}
        data={[
          { value: 'fr', label: 'Français' },
          { value: 'en', label: 'English' },
        ]}
      />
      <span id="account-appearance">{t('frame.appearance')}</span>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-labelledby="account-appearance"
        value={colorScheme}
        onChange={setColorScheme}
        data={[
          { value: 'light', label: t('frame.light') },
          { value: 'dark', label: t('frame.dark') },
          { value: 'auto', label: t('frame.auto') },
        ]}
      />
    </div>
  );
}
