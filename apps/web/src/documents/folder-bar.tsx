import { Button, UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { Folder } from '@navette/api';
import { IconChevronDown, IconClipboard, IconFolderOpen } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FilterChip } from '../frame/filter-chip.tsx';
import { useFormat } from '../language/use-format.ts';
import { useClientGestures } from './client-gestures.ts';
import styles from './folder-bar.module.css';
import { ownCounts, pathTo } from './folder-rows.ts';
import { FolderSearch } from './folder-search.tsx';
import { counted } from './gesture-tools.ts';

interface FolderBarProps {
  readonly folders: readonly Folder[] | undefined;
  readonly folder: Folder | undefined;
  /** How many documents the filters leave; `null` without a filter. */
  readonly found: number | null;
  readonly search: string;
  readonly isUndeliveredOnly: boolean;
  readonly onFilter: (filter: { recherche?: string; nonTransmis?: true }) => void;
  readonly onChooseFolder: () => void;
  readonly onShowFolder: (id: string) => void;
}

/** Where one is, how many documents, and the filters of the folder. */
export function FolderBar(props: FolderBarProps) {
  const {
    folders = [],
    folder,
    found,
    search,
    isUndeliveredOnly,
    onFilter,
    onChooseFolder,
    onShowFolder,
  } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const above = pathTo(folders, folder?.parentId ?? undefined);
  const own = folder ? ownCounts(folders, folder) : { documents: 0, undelivered: 0 };
  const filter = (recherche: string, isOnly: boolean) =>
    onFilter({ ...(recherche ? { recherche } : {}), ...(isOnly ? { nonTransmis: true as const } : {}) });
  return (
    <div className={styles.bar}>
      <h2 className={styles.path}>
        {above.map(({ id, name }) => (
          <span key={id} className={styles.above}>
            <button type="button" onClick={() => onShowFolder(id)}>
              {name}
            </button>
            {' / '}
          </span>
        ))}
        <b>{folder?.name}</b>
      </h2>
      <UnstyledButton className={styles.choose} onClick={onChooseFolder}>
        <IconFolderOpen size={16} aria-hidden />
        <span className="cut">
          {above.map(({ id, name }) => (
            <span key={id} className={styles.above}>
              {name} /{' '}
            </span>
          ))}
          <b>{folder?.name}</b>
        </span>{' '}
        <VisuallyHidden>{t('documents.openTree')}</VisuallyHidden>
        <IconChevronDown size={16} aria-hidden />
      </UnstyledButton>
      {folder && (
        <span className={styles.count} role="status">
          {found === null
            ? t('documents.count', counted({ format }, own.documents))
            : t('documents.found', counted({ format }, found, { of: format.number(own.documents) }))}
        </span>
      )}
      <span className={styles.filters}>
        <Paste folder={folder} />
        {(own.undelivered > 0 || isUndeliveredOnly) && (
          <FilterChip
            isOn={isUndeliveredOnly}
            hasTriangle
            count={own.undelivered}
            onChange={(isOn) => filter(search, isOn)}
          >
            {t('documents.undelivered')}
          </FilterChip>
        )}
        <FolderSearch
          key={folder?.id}
          search={search}
          label={t('documents.search')}
          onSearch={(text) => filter(text, isUndeliveredOnly)}
        />
      </span>
    </div>
  );
}

/** What was cut waits to be pasted in another folder. */
function Paste({ folder }: { folder: Folder | undefined }) {
  const { t } = useTranslation();
  const { cut, setCut, documents } = useClientGestures();
  if (!cut || !folder || cut.folderId === folder.id) return null;
  const paste = () => {
    setCut(null);
    void documents.move(cut.documents, folder);
  };
  return (
    <Button leftSection={<IconClipboard size={16} aria-hidden />} onClick={paste}>
      {t('documents.paste', { count: cut.ids.size })}
    </Button>
  );
}
