import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { routes } from '@navette/api';
import { IconFolders, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { FileIcon } from '../documents/file-icon.tsx';
import { sayPath } from '../documents/folder-rows.ts';
import type { RecentPlace } from './recent-places.ts';
import styles from './search-everywhere.module.css';
import { useRecentPlaces } from './use-recent-places.ts';

type Place = RecentPlace & { readonly folderPath?: string };

const quietMs = 150;

/** Ctrl K, a few letters, Enter: straight to a client or a document, from any page. Empty, it offers the last ones seen. */
export function SearchEverywhere() {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const isPhone = useMediaQuery('(max-width: 760px)');
  const [text, setText] = useState('');
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  useHotkeys([['mod+K', () => input.current?.focus()]], []);
  const { places, isSearching } = usePlaces(text, combobox.dropdownOpened);
  const go = useGo();
  const choose = (value: string) => {
    const place = places.find((each) => keyOf(each) === value);
    setText('');
    combobox.closeDropdown();
    input.current?.blur();
    if (place) go(place);
  };
  const isEmpty = text.trim() === '';
  const told = places.map(keyOf).join();
  // What is found first is what Enter opens; what was seen recently waits for an arrow.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when other places are found, not at each render
  useEffect(() => {
    if (isEmpty) combobox.resetSelectedOption();
    else combobox.selectFirstOption();
  }, [isEmpty, told]);
  return (
    <Combobox store={combobox} onOptionSubmit={choose} shadow="md" width={480} position="bottom-start">
      <Combobox.Target>
        <TextInput
          ref={input}
          className={styles.field}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={text === '' ? <kbd className={styles.key}>Ctrl&nbsp;K</kbd> : null}
          rightSectionWidth={62}
          placeholder={isPhone ? t('frame.searchShort') : t('frame.search')}
          aria-label={t('frame.search')}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
          }}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || !combobox.dropdownOpened) return;
            // The drawer of a document closes on Escape too: first this.
            event.preventDefault();
            setText('');
            input.current?.blur();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={isEmpty ? places.length === 0 : isSearching && places.length === 0}>
        <Combobox.Options className={styles.options} aria-label={t('frame.search')}>
          {isEmpty ? (
            <Combobox.Group label={t('frame.searchRecent')}>{places.map(optionOf)}</Combobox.Group>
          ) : (
            (['client', 'document'] as const).map((kind) => {
              const found = places.filter((place) => place.kind === kind);
              return (
                found.length > 0 && (
                  <Combobox.Group key={kind} label={t(`frame.searchGroup.${kind}`)}>
                    {found.map(optionOf)}
                  </Combobox.Group>
                )
              );
            })
          )}
          {!isEmpty && places.length === 0 && <Combobox.Empty>{t('frame.searchNone')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** What is offered: the last places seen until something is typed, then what the server finds. */
function usePlaces(text: string, isOpen: boolean): { places: readonly Place[]; isSearching: boolean } {
  const firm = useFirmId();
  const [query] = useDebouncedValue(text.trim(), quietMs);
  const recent = useRecentPlaces(isOpen);
  const { data, isFetching } = useQuery({
    queryKey: keys.clients(firm, { everywhere: query }),
    queryFn: ({ signal }) =>
      api.call(routes.searchEverywhere, { params: { firm }, query: { query }, signal }),
    enabled: query !== '',
    placeholderData: keepPreviousData,
  });
  if (text.trim() === '') return { places: recent, isSearching: false };
  const places = [
    ...(data?.clients ?? []).map((client) => ({ kind: 'client' as const, ...client })),
    ...(data?.documents ?? []).map((document) => ({ kind: 'document' as const, ...document })),
  ];
  return { places, isSearching: isFetching || query !== text.trim() };
}

function useGo(): (place: Place) => void {
  const firm = useFirmId();
  const navigate = useNavigate();
  return (place) => {
    const client = place.kind === 'client' ? place.id : place.clientId;
    void navigate({
      to: '/cabinets/$firm/dossiers/$client',
      params: { firm, client },
      search: place.kind === 'client' ? {} : { document: place.id, onglet: 'apercu' },
    });
  };
}

function keyOf({ kind, id }: Place): string {
  return `${kind} ${id}`;
}

function optionOf(place: Place): ReactNode {
  const aside =
    place.kind === 'client'
      ? place.code
      : [place.clientName, place.folderPath && sayPath(place.folderPath)].filter(Boolean).join(' · ');
  return (
    <Combobox.Option key={keyOf(place)} value={keyOf(place)} className={styles.option}>
      <span className={styles.place}>
        {place.kind === 'client' ? (
          <IconFolders size={16} aria-hidden />
        ) : (
          <FileIcon mediaType={place.mediaType} />
        )}
        <span className={`${styles.name} cut`}>{place.name}</span>
        {aside && <span className={`${styles.aside} cut`}>{aside}</span>}
      </span>
    </Combobox.Option>
  );
}
