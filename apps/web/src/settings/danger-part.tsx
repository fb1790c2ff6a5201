import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { routes } from '@navette/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { Card } from '../frame/card.tsx';
import page from '../frame/page.module.css';
import { useFormat } from '../language/use-format.ts';
import styles from './settings.module.css';

/** What cannot be undone, and taking everything away. */
export function DangerPart() {
  const { t } = useTranslation();
  const firm = useFirmId();
  const [client, setClient] = useState<string | null>(null);
  const [isErasing, setIsErasing] = useState(false);
  return (
    <>
      <Card title={t('settings.danger.exportTitle')} help={t('settings.danger.exportHelp')}>
        <div className={page.body}>
          <div className={page.actions}>
            <Button
              component="a"
              href={api.address(routes.exportFirm, { params: { firm }, query: {} })}
              download
            >
              {t('settings.danger.export')}
            </Button>
          </div>
        </div>
      </Card>
      <Card title={t('settings.danger.eraseTitle')} help={t('settings.danger.eraseHelp')}>
        <div className={page.body}>
          <ClientSelect value={client} onChange={setClient} />
          <div className={page.actions}>
            {client !== null && (
              <Button
                component="a"
                href={api.address(routes.exportFirm, { params: { firm }, query: { client } })}
                download
              >
                {t('settings.danger.exportClient')}
              </Button>
            )}
            <Button
              color="rouge"
              variant="filled"
              disabled={client === null}
              onClick={() => setIsErasing(true)}
            >
              {t('settings.danger.erase')}
            </Button>
          </div>
        </div>
      </Card>
      {client !== null && (
        <EraseDialog
          client={client}
          isOpen={isErasing}
          onClose={() => setIsErasing(false)}
          onErased={() => {
            setIsErasing(false);
            setClient(null);
          }}
        />
      )}
    </>
  );
}

function ClientSelect({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (client: string | null) => void;
}) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text, 200);
  const { data } = useQuery({
    queryKey: ['erasable', firm, search],
    queryFn: ({ signal }) =>
      api.call(routes.listClients, { params: { firm }, query: { search, state: 'all', limit: 20 }, signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <Select
      label={t('settings.danger.client')}
      placeholder={t('settings.danger.findClient')}
      searchable
      clearable
      value={value}
      onChange={onChange}
      onSearchChange={setText}
      filter={({ options }) => options}
      nothingFoundMessage={t('settings.danger.noClient')}
      data={(data?.items ?? []).map(({ id, name, code }) => ({
        value: id,
        label: code ? `${name} (${code})` : name,
      }))}
    />
  );
}

interface EraseDialogProps {
  readonly client: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onErased: () => void;
}

function EraseDialog({ client, isOpen, onClose, onErased }: EraseDialogProps) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const format = useFormat();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const { data, error } = useQuery({
    queryKey: ['erasure', firm, client],
    queryFn: ({ signal }) => api.call(routes.describeErasure, { params: { firm, client }, signal }),
    enabled: isOpen,
    staleTime: 0,
  });
  const erasing = useMutation({
    mutationFn: () => api.call(routes.eraseClient, { params: { firm, client }, body: { name } }),
    onSuccess: async ({ documents }) => {
      notifications.show({ message: t('settings.danger.erased', { count: documents }) });
      await queryClient.invalidateQueries();
      onErased();
    },
  });
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('settings.danger.eraseNamed', { name: data?.name ?? '' })}
      size={560}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      {error && <ProblemNote error={error} />}
      {data && (
        <form
          className={page.form}
          onSubmit={(event) => {
            event.preventDefault();
            erasing.mutate();
          }}
        >
          <p className={page.note}>{t('settings.danger.eraseWarning')}</p>
          <dl className={styles.facts}>
            <dt>{t('settings.danger.documents')}</dt>
            <dd>
              {format.number(data.documents)} ({format.bytes(data.sizeBytes)})
            </dd>
            <dt>{t('settings.danger.unsent')}</dt>
            <dd>{format.number(data.unsent)}</dd>
            {data.since && (
              <>
                <dt>{t('settings.danger.since')}</dt>
                <dd>{format.dateTime(data.since)}</dd>
              </>
            )}
          </dl>
          {data.sending > 0 && <p role="alert">{t('settings.danger.sending', { count: data.sending })}</p>}
          <TextInput
            label={t('settings.danger.typeName', { name: data.name })}
            value={name}
            autoComplete="off"
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {erasing.error && <ProblemNote error={erasing.error} />}
          <div className={page.actions}>
            <Button onClick={onClose}>{t('general.cancel')}</Button>
            <Button
              type="submit"
              color="rouge"
              variant="filled"
              disabled={data.sending > 0 || name.trim().toLowerCase() !== data.name.toLowerCase()}
              loading={erasing.isPending}
            >
              {t('settings.danger.eraseForGood')}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
