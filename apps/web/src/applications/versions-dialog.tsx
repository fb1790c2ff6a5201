import { Button, Modal, Radio } from '@mantine/core';
import type { Installation } from '@navette/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import page from '../frame/page.module.css';
import type { InstallationDialogProps } from './dialog-props.ts';
import { useInstallationGestures } from './use-installation-gestures.ts';
import styles from './versions-dialog.module.css';

const policies = ['send', 'ask', 'never'] as const satisfies readonly Installation['versionPolicy'][];

/** What becomes of a new version of a document that an application has. */
export function VersionsDialog({ installation, isOpen, onClose }: InstallationDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('applications.versions.title', { name: installation.name })}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      <VersionsForm installation={installation} onClose={onClose} />
    </Modal>
  );
}

function VersionsForm({ installation, onClose }: Omit<InstallationDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const [versionPolicy, setPolicy] = useState(installation.versionPolicy);
  const { changing } = useInstallationGestures(installation);
  return (
    <form
      className={page.form}
      onSubmit={(event) => {
        event.preventDefault();
        changing.mutate({ versionPolicy }, { onSuccess: onClose });
      }}
    >
      <Radio.Group
        label={t('applications.versions.help')}
        value={versionPolicy}
        onChange={(value) => setPolicy(policies.find((each) => each === value) ?? versionPolicy)}
      >
        <div className={styles.policies}>
          {policies.map((policy) => (
            <Radio
              key={policy}
              value={policy}
              label={t(`applications.versions.${policy}`)}
              description={t(`applications.versions.${policy}Help`)}
            />
          ))}
        </div>
      </Radio.Group>
      {changing.error && <ProblemNote error={changing.error} />}
      <div className={page.actions}>
        <Button onClick={onClose}>{t('general.cancel')}</Button>
        <Button type="submit" variant="filled" loading={changing.isPending}>
          {t('applications.versions.submit')}
        </Button>
      </div>
    </form>
  );
}
