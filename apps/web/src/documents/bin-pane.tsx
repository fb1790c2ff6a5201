import { Button, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconTrash, IconTrashOff } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { useFormat } from '../language/use-format.ts';
import { moreOf } from '../table/more-rows.tsx';
import { SelectionBar } from '../table/selection-bar.tsx';
import { useSelection } from '../table/use-selection.ts';
import styles from './bin-pane.module.css';
import { BinTable } from './bin-table.tsx';
import { useClientGestures } from './client-gestures.ts';
import pane from './document-pane.module.css';
import bar from './folder-bar.module.css';
import { FolderSearch } from './folder-search.tsx';
import { counted } from './gesture-tools.ts';
import { useBin } from './use-bin.ts';

const route = '/cabinets/$firm/dossiers/$client';

/** The bin of a client: what was thrown away, when, by whom, from where; and the way back. */
export function BinPane({ onChooseFolder }: { onChooseFolder: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { firm, client, documents } = useClientGestures();
  const { recherche = '' } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const list = useBin(firm, client, recherche);
  const { query, rows, total } = list;
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const filter = useMemo(() => ({ recherche }), [recherche]);
  // Loaded entries alone: there is no gesture on what was not seen.
  const selection = useSelection({ rows: ids, total: rows.length, filter });
  const selected = 'ids' in selection.request ? selection.request.ids : ids.filter(selection.isSelected);
  const search = (text: string) =>
    void navigate({
      replace: true,
      search: ({ recherche: _r, ...others }) => (text ? { ...others, recherche: text } : others),
    });
  return (
    <section className={pane.section} aria-label={t('documents.bin.title')}>
      <div className={bar.bar}>
        <h2 className={bar.path}>
          <b>{t('documents.bin.title')}</b>
        </h2>
        <UnstyledButton className={bar.choose} onClick={onChooseFolder}>
          <IconTrash size={16} aria-hidden />
          <b>{t('documents.bin.title')}</b>
          <IconChevronDown size={16} aria-hidden />
        </UnstyledButton>
        {total !== null && (
          <span className={bar.count} role="status">
            {t('documents.bin.count', counted({ format }, total))}
          </span>
        )}
        <span className={bar.filters}>
          <FolderSearch search={recherche} label={t('documents.bin.search')} onSearch={search} />
        </span>
      </div>
      <div className={pane.scroll}>
        {query.error && rows.length === 0 ? (
          <div className={pane.problem}>
            <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
          </div>
        ) : !query.isPending && rows.length === 0 ? (
          <p className={styles.empty}>{t(recherche ? 'documents.bin.noneFound' : 'documents.bin.empty')}</p>
        ) : (
          <div className={pane.list} data-stale={query.isPlaceholderData}>
            <BinTable
              rows={rows}
              isLoading={query.isPending}
              selection={selection}
              onRestore={(id) => void documents.restore([id])}
              after={moreOf(list)}
            />
          </div>
        )}
        {selected.length > 0 && (
          <SelectionBar
            selection={selection}
            total={rows.length}
            say={(count) => t('documents.bin.selected', counted({ format }, count))}
          >
            <Button
              variant="filled"
              leftSection={<IconTrashOff size={16} aria-hidden />}
              onClick={() => void documents.restore(selected).then(selection.clear)}
            >
              {t('documents.bin.restore')}
            </Button>
          </SelectionBar>
        )}
      </div>
    </section>
  );
}
