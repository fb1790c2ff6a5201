import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ClientSelection, routes } from '@navette/api';
import { IconChevronUp, IconFileExport } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { describeProblem } from '../api/problem-sentence.ts';
import { saveFile } from '../api/save-file.ts';
import { useLanguage } from '../language/language.ts';

type Format = 'csv' | 'xlsx';

/** The selected clients as a file, which can be imported again. */
export function ExportMenu({ selection }: { selection: ClientSelection }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const language = useLanguage();
  const exporting = useMutation({
    mutationFn: (format: Format) =>
      api.download(routes.exportClients, { params: { firm }, body: { selection, format } }),
    onSuccess: (bytes, format) => {
      const day = new Date().toISOString().slice(0, 10);
      saveFile(bytes, `${t('clients.exportName')}-${day}.${format}`);
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
          {t('clients.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => exporting.mutate('xlsx')}>{t('clients.exportXlsx')}</Menu.Item>
        <Menu.Item onClick={() => exporting.mutate('csv')}>{t('clients.exportCsv')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
