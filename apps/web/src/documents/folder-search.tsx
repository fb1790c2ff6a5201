import { ActionIcon, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTypedSearch } from '../clients/use-typed-search.ts';
import styles from './folder-bar.module.css';

interface FolderSearchProps {
  readonly search: string;
  /** What is searched. */
  readonly label: string;
  readonly onSearch: (text: string) => void;
}

/** Searches what the page lists; a button until it is needed. */
export function FolderSearch({ search, label, onSearch }: FolderSearchProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(search !== '');
  const [typed, setTyped] = useTypedSearch(search, onSearch);
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpened = useRef(false);
  useEffect(() => {
    if (!wasOpened.current) return;
    if (isOpen) input.current?.focus();
    else button.current?.focus();
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
      <ActionIcon ref={button} aria-label={label} title={label} onClick={open}>
        <IconSearch size={16} />
      </ActionIcon>
    );
  }
  return (
    <TextInput
      ref={input}
      className={styles.search}
      placeholder={label}
      aria-label={label}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        close();
      }}
      rightSection={
        <ActionIcon aria-label={t('documents.closeSearch')} onClick={close}>
          <IconX size={14} />
        </ActionIcon>
      }
    />
  );
}
