import { Button, Modal, TextInput } from '@mantine/core';
import { type Folder, routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import styles from '../clients/client-form.module.css';
import { sayPath } from './folder-rows.ts';

interface FolderFormProps {
  readonly client: string;
  readonly parent: Folder | undefined;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Creates a folder, then shows it. The same name again leads to the same folder. */
export function FolderForm({ isOpen, onClose, ...fields }: FolderFormProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('documents.folderForm.title')}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      <Fields onClose={onClose} {...fields} />
    </Modal>
  );
}

function Fields({ client, parent, onClose }: Omit<FolderFormProps, 'isOpen'>) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const navigate = useNavigate({ from: '/cabinets/$firm/dossiers/$client' });
  const [name, setName] = useState('');
  const creating = useMutation({
    mutationFn: () =>
      api.call(routes.createFolder, {
        params: { firm, client },
        body: { path: `${parent?.path ?? ''}/${name.trim()}` },
      }),
    onSuccess: async (folder) => {
      await queryClient.invalidateQueries({ queryKey: keys.folders(firm, client) });
      onClose();
      void navigate({ search: { repertoire: folder.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    creating.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        label={t('documents.folderForm.name')}
        description={`${
          parent
            ? t('documents.folderForm.inside', { folder: sayPath(parent.path) })
            : t('documents.folderForm.atRoot')
        }. ${t('documents.folderForm.slash')}`}
        required
        withAsterisk={false}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {creating.error && <ProblemNote error={creating.error} />}
      <div className={styles.actions}>
        <Button onClick={onClose}>{t('general.cancel')}</Button>
        <Button type="submit" variant="filled" loading={creating.isPending} disabled={name.trim() === ''}>
          {t('documents.folderForm.submit')}
        </Button>
      </div>
    </form>
  );
}
