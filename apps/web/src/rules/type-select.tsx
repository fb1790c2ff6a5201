import { Select } from '@mantine/core';
import type { Installation } from '@navette/api';
import { type DocumentType, documentTypes } from '@navette/model';
import { IconCheck, IconHelpCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './type-select.module.css';

interface TypeSelectProps {
  readonly installation: Installation;
  readonly value: DocumentType | null;
  readonly onChange: (type: DocumentType) => void;
  readonly error?: string | undefined;
  readonly className?: string | undefined;
}

/** The types of documents that an application takes, each with the partner's own word for it. */
export function TypeSelect({ installation, value, onChange, error, className }: TypeSelectProps) {
  const { t } = useTranslation();
  const { types, partner } = installation;
  return (
    <Select
      className={className}
      label={t('rules.add.type')}
      placeholder={t('rules.add.typePlaceholder')}
      error={error}
      value={value}
      allowDeselect={false}
      data={types.map(({ type }) => ({ value: type, label: t(`general.type.${type}`) }))}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      onChange={(chosen) => {
        const type = documentTypes.find((each) => each === chosen);
        if (type) onChange(type);
      }}
      renderOption={({ option, checked }) => {
        const type = types.find((each) => each.type === option.value);
        return (
          <span className={styles.option}>
            <span>
              {option.label}
              <span className={styles.partner}>
                {type && t('rules.add.partnerWord', { name: partner, word: type.partnerValue })}
              </span>
            </span>
            {type?.isConfirmed === false && <Unconfirmed partner={partner} />}
            {checked && <IconCheck size={16} aria-hidden />}
          </span>
        );
      }}
    />
  );
}

/** That no public source confirms what the partner calls a type. */
export function Unconfirmed({ partner }: { partner: string }) {
  const { t } = useTranslation();
  return (
    <span className={styles.unconfirmed} title={t('rules.unconfirmedHelp', { name: partner })}>
      <IconHelpCircle size={14} aria-hidden />
      {t('rules.unconfirmed')}
    </span>
  );
}
