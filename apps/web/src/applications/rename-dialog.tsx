import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import page from '../frame/page.module.css';
import type { InstallationDialogProps } from './dialog-props.ts';
import { useInstallationGestures } from './use-installation-gestures.ts';

/** The name of an application in the firm. */
export function RenameDialog({ installation, isOpen, onClose }: InstallationDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('applications.rename.title', { name: installation.name })}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      <RenameForm installation={installation} onClose={onClose} />
    </Modal>
  );
}

function RenameForm({ installation, onClose }: Omit<InstallationDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const [name, setName] = useState(installation.name);
  const { changing } = useInstallationGestures(installation);
  const isNamed = name.trim() !== '';
  return (
    <form
      className={page.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isNamed) changing.mutate({ name: name.trim() }, { onSuccess: onClose });
      }}
    >
      <TextInput
        data-autofocus
        label={t('applications.rename.name')}
        maxLength={200}
        value={name}
        error={isNamed ? undefined : t('applications.form.missing')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {changing.error && <ProblemNote error={changing.error} />}
      <div className={page.actions}>
        <Button onClick={onClose}>{t('general.cancel')}</Button>
        <Button type="submit" variant="filled" loading={changing.isPending}>
          {t('applications.rename.submit')}
        </Button>
      </div>
    </form>
  );
}
