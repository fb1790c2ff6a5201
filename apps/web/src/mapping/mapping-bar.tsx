import { Button, Menu, Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type Attribute, routes } from '@navette/api';
import { IconFileExport, IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { describeProblem } from '../api/problem-sentence.ts';
import { saveFile } from '../api/save-file.ts';
import { useTypedSearch } from '../clients/use-typed-search.ts';
import { SearchField } from '../frame/search-field.tsx';
import { useLanguage } from '../language/language.ts';
import { Sentence, strong } from '../language/sentence.tsx';
import { useFormat } from '../language/use-format.ts';
import styles from './mapping-desk.module.css';
import type { MappingFrame } from './mapping-place.ts';
import type { MappingFilter } from './use-mapping.ts';

interface MappingBarProps {
  readonly frame: MappingFrame;
  readonly attributes: readonly Attribute[];
  /** How many dossiers were listed, and when; `null` where the partner lists none, or nothing was listed yet. */
  readonly dossiers: number | null;
  readonly fetchedAt: string | null;
  readonly filter: MappingFilter;
  readonly isRefreshing: boolean;
  readonly onAttribute: (id: string) => void;
  readonly onSearch: (text: string) => void;
  readonly onRefresh: () => void;
}

/** By what clients are compared, and with what; a search, and the whole as a file. */
export function MappingBar(props: MappingBarProps) {
  const { frame, attributes, filter, onAttribute, onSearch } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useTypedSearch(filter.search ?? '', onSearch);
  const filled = ({ label, clients }: Attribute) =>
    t('mapping.attribute.filled', {
      count: clients,
      replace: { label, count: format.number(clients) },
    });
  return (
    <search className={styles.bar}>
      <Select
        className={styles.attribute}
        label={useAttributeLabel(frame)}
        placeholder={t('mapping.attribute.choose')}
        data={inOrder(attributes, frame).map((each) => ({ value: each.id, label: filled(each) }))}
        value={frame.comparedId}
        allowDeselect={false}
        onChange={(id) => id !== null && onAttribute(id)}
      />
      <Compared {...props} />
      <SearchField className={styles.search} label={t('mapping.search')} value={typed} onChange={setTyped} />
      <Export frame={frame} filter={filter} />
    </search>
  );
}

function useAttributeLabel({ installation: { clientKey } }: MappingFrame): string {
  const { t } = useTranslation();
  const language = useLanguage();
  const { kind, label } = clientKey;
  if (kind === 'siret' || kind === 'siren') return t(`mapping.attribute.${kind}`);
  return t('mapping.attribute.key', { label: label[language] });
}

/** Those of the kind that the application compares come first. */
function inOrder(attributes: readonly Attribute[], { installation }: MappingFrame): Attribute[] {
  const isLikely = ({ kind }: Attribute) => kind === installation.clientKey.kind;
  return [...attributes].sort((one, other) => Number(isLikely(other)) - Number(isLikely(one)));
}

function Compared({ frame, dossiers, fetchedAt, isRefreshing, onRefresh }: MappingBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { partner } = frame.installation;
  if (dossiers === null) return <p className={styles.compared}>{t('mapping.keysOnly')}</p>;
  const time = fetchedAt === null ? null : format.shortTime(fetchedAt);
  // Of today it is a time, of another day a date before it.
  const at =
    time !== null && /^\d+:/.test(time)
      ? t('mapping.at', { time: time.slice(0, 5) })
      : t('mapping.on', { day: time ?? '' });
  const count = { count: dossiers, replace: { count: strong(format.number(dossiers)), partner, at } };
  return (
    <p className={styles.compared}>
      <span role="status">
        {isRefreshing || time === null ? (
          t('mapping.reading', { partner })
        ) : (
          <Sentence>
            {dossiers === 0 ? t('mapping.comparedNone', { partner, at }) : t('mapping.compared', count)}
          </Sentence>
        )}
      </span>
      <Button
        variant="subtle"
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={isRefreshing}
        onClick={onRefresh}
      >
        {t('mapping.refresh')}
      </Button>
    </p>
  );
}

function Export({ frame, filter }: Pick<MappingBarProps, 'frame' | 'filter'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { firm, installationId, setup, attributeId } = frame;
  const exporting = useMutation({
    mutationFn: (format: 'csv' | 'xlsx') =>
      api.download(routes.exportMapping, {
        params: { firm, installation: installationId },
        body: { setup, attributeId, ...filter, format },
      }),
    onSuccess: (bytes, format) => {
      const day = new Date().toISOString().slice(0, 10);
      saveFile(bytes, `${t('mapping.exportName')}-${day}.${format}`);
    },
    onError: (error) =>
      notifications.show({ color: 'rouge', message: describeProblem(error, language).sentence }),
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button loading={exporting.isPending} leftSection={<IconFileExport size={16} aria-hidden />}>
          {t('mapping.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => exporting.mutate('xlsx')}>{t('mapping.exportXlsx')}</Menu.Item>
        <Menu.Item onClick={() => exporting.mutate('csv')}>{t('mapping.exportCsv')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
