import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { routes } from '@navette/api';
import { IconAlertTriangleFilled, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import styles from './top-bar.module.css';

const shown = 7;
const all = 'all';

/** Ctrl K, a few letters, Enter: straight to a client, from any page. */
export function ClientJump() {
  const { t } = useTranslation();
  const firm = useFirmId();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const isPhone = useMediaQuery('(max-width: 760px)');
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 180);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  useHotkeys([['mod+K', () => input.current?.focus()]], []);
  const query = { search, limit: shown };
  const { data } = useQuery({
    queryKey: keys.clients(firm, query),
    queryFn: ({ signal }) => api.call(routes.listClients, { params: { firm }, query, signal }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
  });
  const found = data?.items ?? [];

  function go(option: string) {
    setText('');
    combobox.closeDropdown();
    input.current?.blur();
    if (option === all) {
      void navigate({ to: '/cabinets/$firm/dossiers', params: { firm }, search: { recherche: text.trim() } });
    } else void navigate({ to: '/cabinets/$firm/dossiers/$client', params: { firm, client: option } });
  }

  return (
    <Combobox store={combobox} onOptionSubmit={go} shadow="md">
      <Combobox.Target>
        <TextInput
          ref={input}
          className={styles.jump}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={text === '' ? <kbd className={styles.key}>Ctrl&nbsp;K</kbd> : null}
          rightSectionWidth={62}
          placeholder={isPhone ? t('frame.jumpShort') : t('frame.jump')}
          aria-label={t('frame.jump')}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.selectFirstOption();
          }}
          onFocus={() => text !== '' && combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && text.trim() !== '' && combobox.getSelectedOptionIndex() < 0) go(all);
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={search === '' || !data}>
        <Combobox.Options>
          {found.map((client) => (
            <Combobox.Option key={client.id} value={client.id}>
              <span className={styles.found}>
                <span className={`${styles.foundName} cut`}>{client.name}</span>
                {client.undelivered > 0 && (
                  <IconAlertTriangleFilled
                    size={14}
                    color="var(--nt-i)"
                    aria-label={t('status.word.undelivered')}
                  />
                )}
                <span className={styles.foundCode}>{client.code}</span>
              </span>
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{t('frame.jumpNone')}</Combobox.Empty>}
          {data?.next && <Combobox.Option value={all}>{t('frame.jumpAll')}</Combobox.Option>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
