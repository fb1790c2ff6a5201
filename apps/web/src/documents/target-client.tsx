import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { routes } from '@navette/api';
import { IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { useClientGestures } from './client-gestures.ts';
import { useClient } from './use-client.ts';

interface TargetClientProps {
  readonly client: string;
  readonly onChange: (client: string) => void;
}

const shownAtMost = 20;

/** Whose folders documents may move to: this client's, or those of another, found by name, code or SIRET. */
export function TargetClient({ client, onChange }: TargetClientProps) {
  const { t } = useTranslation();
  const { firm } = useClientGestures();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 180);
  const current = useClient(firm, client).data;
  const query = { search: search === current?.name ? '' : search, limit: shownAtMost };
  const found = useQuery({
    queryKey: keys.clients(firm, { ...query, target: true }),
    queryFn: ({ signal }) => api.call(routes.listClients, { params: { firm }, query, signal }),
    placeholderData: keepPreviousData,
  });
  const listed = found.data?.items ?? [];
  const choices = current && !listed.some(({ id }) => id === client) ? [current, ...listed] : listed;
  return (
    <Select
      label={t('documents.move.client')}
      leftSection={<IconUsers size={16} aria-hidden />}
      mb={10}
      searchable
      allowDeselect={false}
      data={choices.map(({ id, name }) => ({ value: id, label: name }))}
      // The server has searched already: by the code and the SIRET too.
      filter={({ options }) => options}
      nothingFoundMessage={t('documents.move.noClient')}
      value={client}
      onSearchChange={setTyped}
      onChange={(value) => value && onChange(value)}
    />
  );
}
