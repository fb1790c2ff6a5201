import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ConnectionFilter, routes } from '@navette/api';
import { IconChevronUp, IconFileExport } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { describeProblem } from '../api/problem-sentence.ts';
import { saveFile } from '../api/save-file.ts';
import { useLanguage } from '../language/language.ts';
import type { SelectionRequest } from '../table/use-selection.ts';

interface ConnectedExportProps {
  readonly installation: string;
  readonly selection: SelectionRequest<ConnectionFilter>;
}

/** The ticked clients with their keys as a file, which can be imported again: how keys are changed together. */
export function ConnectedExport({ installation, selection }: ConnectedExportProps) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const language = useLanguage();
  const exporting = useMutation({
    mutationFn: (format: 'csv' | 'xlsx') =>
      api.download(routes.exportConnections, {
        params: { firm, installation },
        body: { selection, format },
      }),
    onSuccess: (bytes, format) => {
      const day = new Date().toISOString().slice(0, 10);
      saveFile(bytes, `${t('connecting.connected.exportName')}-${day}.${format}`);
    },
    onError: (error) =>
      notifications.show({ color: 'rouge', message: describeProblem(error, language).sentence }),
  });
  return (
    <Menu position="top-end">
      <Menu.Target>
        <Button
          loading={exporting.isPending}
          leftSection={<IconFileExport size={16} aria-hidden />}
          rightSection={<IconChevronUp size={14} aria-hidden />}
        >
          {t('connecting.connected.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => exporting.mutate('xlsx')}>{t('connecting.connected.exportXlsx')}</Menu.Item>
        <Menu.Item onClick={() => exporting.mutate('csv')}>{t('connecting.connected.exportCsv')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
