import { Button, Modal } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconAlertCircle, IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import page from '../frame/page.module.css';
import styles from './new-key.module.css';

export interface MadeKey {
  readonly name: string;
  readonly token: string;
}

/** A key, the one time that it is shown. It does not close by a click beside it, which would lose the key. */
export function NewKey({ made, onClose }: { made: MadeKey | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={made !== null}
      onClose={onClose}
      size={620}
      title={t('people.keys.made.title', { name: made?.name ?? '' })}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      {made && <Shown token={made.token} onClose={onClose} />}
    </Modal>
  );
}

function Shown({ token, onClose }: { token: string; onClose: () => void }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const { copy, copied } = useClipboard({ timeout: 4000 });
  const Icon = copied ? IconCheck : IconCopy;
  const address = `${location.origin}/api/v1/firms/${firm}/clients`;
  return (
    <div className={page.form}>
      <p className={styles.warning}>
        <IconAlertCircle size={18} aria-hidden />
        {t('people.keys.made.warning')}
      </p>
      <div className={styles.key}>
        <code>{token}</code>
        <Button
          data-autofocus
          leftSection={<Icon size={16} aria-hidden />}
          onClick={() => copy(token)}
          aria-live="polite"
        >
          {copied ? t('general.copied') : t('people.keys.made.copy')}
        </Button>
      </div>
      <div>
        <p className={page.note}>{t('people.keys.made.example')}</p>
        <pre
          className={styles.example}
        >{`curl -H "Authorization: Bearer $NAVETTE_KEY" \\\n  ${address}`}</pre>
      </div>
      <div className={page.actions}>
        <Button variant="filled" onClick={onClose}>
          {t('people.keys.made.done')}
        </Button>
      </div>
    </div>
  );
}
