import { Menu, SegmentedControl, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import type { routes } from '@navette/api';
import { IconCheck, IconLogout } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useFirm } from '../api/firm.ts';
import { chooseLanguage, useLanguage } from '../language/language.ts';
import { useSignOut } from '../sign-in/use-sign-out.ts';
import styles from './account-menu.module.css';
import { InitialsMark } from './initials-mark.tsx';

type Me = z.infer<(typeof routes.me)['answer']>;

/** Who is signed in, the firm, the language, light or dark, and the way out. */
export function AccountMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  return (
    <Menu width={264} position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton className={styles.button} aria-label={t('frame.account', { name: me.user.name })}>
          <InitialsMark name={me.user.name} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={styles.menu}>
        <div className={styles.person}>
          <b>{me.user.name}</b>
          <span>{me.user.email}</span>
        </div>
        <Firms me={me} />
        <Menu.Divider />
        <Preferences />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
          {t('frame.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Firms({ me }: { me: Me }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const current = useFirm();
  if (me.firms.length === 1) {
    return (
      <div className={styles.firm}>
        <span>{current.name}</span>
        <span>{t(`frame.role.${current.role}`)}</span>
      </div>
    );
  }
  return (
    <>
      <Menu.Label>{t('frame.switchFirm')}</Menu.Label>
      {me.firms.map((firm) => (
        <Menu.Item
          key={firm.id}
          closeMenuOnClick
          rightSection={firm.id === current.id ? <IconCheck size={16} aria-hidden /> : undefined}
          aria-current={firm.id === current.id}
          onClick={() => void navigate({ to: '/cabinets/$firm/dossiers', params: { firm: firm.id } })}
        >
          {firm.name}
          <span className={styles.role}>{t(`frame.role.${firm.role}`)}</span>
        </Menu.Item>
      ))}
    </>
  );
}

function Preferences() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={styles.preferences}>
      <span id="account-language">{t('frame.language')}</span>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-labelledby="account-language"
        value={language}
        onChange={(value) => void chooseLanguage(value)}
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
