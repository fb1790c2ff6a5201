import { Combobox, useCombobox } from '@mantine/core';
import { IconCheck, IconChevronDown, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import chip from '../frame/filter-chip.module.css';
import styles from './filter-menu.module.css';

export interface FilterOption {
  readonly value: string;
  readonly label: string;
  /** Set apart from those before it. */
  readonly startsGroup?: boolean;
}

interface FilterMenuProps {
  /** What is filtered by: `Application`. */
  readonly label: string;
  readonly icon?: ReactNode;
  readonly options: readonly FilterOption[];
  /** `null` when the list is not filtered by it. */
  readonly value: string | null;
  /** What the chip says instead of the option's own words. */
  readonly shown?: string | undefined;
  readonly onChange: (value: string | null) => void;
}

/** From this many options on, one can type to find one. */
const searchedFrom = 9;

/** A filter with several values: a chip that opens their list, and closes with one of them. */
export function FilterMenu({ label, icon, options, value, shown, onChange }: FilterMenuProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const isSearched = options.length >= searchedFrom;
  const combobox = useCombobox({
    onDropdownOpen: () => {
      if (isSearched) combobox.focusSearchInput();
      combobox.updateSelectedOptionIndex('active');
    },
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setTyped('');
    },
  });
  const isOn = value !== null;
  const words = fold(typed);
  const found = options.filter((option) => fold(option.label).includes(words));
  return (
    <span className={styles.menu}>
      <Combobox
        store={combobox}
        width={260}
        position="bottom-start"
        shadow="md"
        onOptionSubmit={(option) => {
          onChange(option);
          combobox.closeDropdown();
          combobox.focusTarget();
        }}
      >
        <Combobox.Target targetType="button">
          <button
            type="button"
            className={`${chip.chip} ${styles.target}`}
            data-on={isOn}
            aria-pressed={isOn}
            onClick={() => combobox.toggleDropdown()}
          >
            {icon}
            <span className="cut">
              {isOn ? (shown ?? options.find((option) => option.value === value)?.label ?? label) : label}
            </span>
            {!isOn && <IconChevronDown size={14} aria-hidden />}
          </button>
        </Combobox.Target>
        <Combobox.Dropdown>
          {isSearched && (
            <Combobox.Search
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value);
                combobox.selectFirstOption();
              }}
              placeholder={t('table.findOption')}
              aria-label={t('table.findOption')}
            />
          )}
          <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={label}>
            {found.map((option) => (
              <Combobox.Option
                key={option.value}
                value={option.value}
                active={option.value === value}
                className={option.startsGroup && words === '' ? styles.groupStart : undefined}
              >
                <span className={styles.option}>
                  <span className="cut" title={option.label}>
                    {option.label}
                  </span>
                  {option.value === value && <IconCheck size={14} aria-hidden />}
                </span>
              </Combobox.Option>
            ))}
            {found.length === 0 && <Combobox.Empty>{t('table.noOption')}</Combobox.Empty>}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {isOn && (
        <button
          type="button"
          className={styles.clear}
          aria-label={t('table.clearFilter', { filter: label })}
          onClick={() => onChange(null)}
        >
          <IconX size={14} aria-hidden />
        </button>
      )}
    </span>
  );
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
