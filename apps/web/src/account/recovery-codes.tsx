import { Button, Checkbox } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveFile } from '../api/save-file.ts';
import page from '../frame/page.module.css';
import styles from './account.module.css';

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

/** Ten codes, the one time that they are shown. One goes on once they are in a safe place. */
export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps) {
  const { t } = useTranslation();
  const { copy, copied } = useClipboard({ timeout: 4000 });
  const [isKept, setKept] = useState(false);
  const help = useId();
  const text = [t('account.codes.fileTitle'), '', ...codes, ''].join('\r\n');
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <div className={styles.steps}>
      <p id={help} className={page.note}>
        {t('account.codes.help')}
      </p>
      <ol className={styles.codes} aria-label={t('account.codes.title')} aria-describedby={help}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className={styles.gestures}>
        <Button
          leftSection={<Icon size={16} aria-hidden />}
          aria-live="polite"
          onClick={() => copy(codes.join('\n'))}
        >
          {copied ? t('general.copied') : t('general.copy')}
        </Button>
        <Button
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => saveFile(new Blob([text], { type: 'text/plain' }), t('account.codes.fileName'))}
        >
          {t('account.codes.download')}
        </Button>
      </div>
      <Checkbox
        label={t('account.codes.kept')}
        checked={isKept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <div className={page.actions}>
        <Button variant="filled" disabled={!isKept} onClick={onKept}>
          {t('account.codes.done')}
        </Button>
      </div>
    </div>
  );
}
