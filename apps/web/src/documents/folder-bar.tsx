import { ActionIcon, TextInput, UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { Folder } from '@navette/api';
import { IconChevronDown, IconFilter, IconFolderOpen, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTypedSearch } from '../clients/use-typed-search.ts';
import { FilterChip } from '../frame/filter-chip.tsx';
import { useFormat } from '../language/use-format.ts';
import styles from './folder-bar.module.css';
import { ownCounts, pathTo } from './folder-rows.ts';

interface FolderBarProps {
  readonly folders: readonly Folder[] | undefined;
  readonly folder: Folder | undefined;
  readonly search: string;
  readonly isUndeliveredOnly: boolean;
  readonly onFilter: (filter: { recherche?: string; nonTransmis?: true }) => void;
  readonly onChooseFolder: () => void;
}

/** Where one is, how many documents, and the filters of the folder. */
export function FolderBar(props: FolderBarProps) {
  const { folders = [], folder, search, isUndeliveredOnly, onFilter, onChooseFolder } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const above = pathTo(folders, folder?.parentId ?? undefined);
  const own = folder ? ownCounts(folders, folder) : { documents: 0, undelivered: 0 };
  const filter = (recherche: string, isOnly: boolean) =>
    onFilter({ ...(recherche ? { recherche } : {}), ...(isOnly ? { nonTransmis: true as const } : {}) });
  const path = (
    <>
      {above.map(({ id, name }) => (
        <span key={id} className={styles.above}>
          {name} /{' '}
        </span>
      ))}
      <b>{folder?.name}</b>
    </>
  );
  return (
    <div className={styles.bar}>
      <h2 className={styles.path}>{path}</h2>
      <UnstyledButton className={styles.choose} onClick={onChooseFolder}>
        <IconFolderOpen size={16} aria-hidden />
        <span className="cut">{path}</span> <VisuallyHidden>{t('documents.openTree')}</VisuallyHidden>
        <IconChevronDown size={16} aria-hidden />
      </UnstyledButton>
      {folder && (
        <span className={styles.count}>
          {t('documents.count', { count: own.documents, replace: { count: format.number(own.documents) } })}
        </span>
      )}
      <span className={styles.filters}>
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
        <FolderSearch search={search} onSearch={(text) => filter(text, isUndeliveredOnly)} />
      </span>
    </div>
  );
}

function FolderSearch({ search, onSearch }: { search: string; onSearch: (text: string) => void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(search !== '');
  const [typed, setTyped] = useTypedSearch(search, onSearch);
  const input = useRef<HTMLInputElement>(null);
  const wasOpened = useRef(false);
  useEffect(() => {
    if (isOpen && wasOpened.current) input.current?.focus();
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    setTyped('');
    onSearch('');
  };
  if (!isOpen) {
    const open = () => {
      wasOpened.current = true;
      setOpen(true);
    };
    return (
      <ActionIcon aria-label={t('documents.search')} title={t('documents.search')} onClick={open}>
        <IconFilter size={16} />
      </ActionIcon>
    );
  }
  return (
    <TextInput
      ref={input}
      className={styles.search}
      placeholder={t('documents.search')}
      aria-label={t('documents.search')}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && close()}
      rightSection={
        <ActionIcon aria-label={t('documents.closeSearch')} onClick={close}>
          <IconX size={14} />
        </ActionIcon>
      }
    />
  );
}
