import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import page from '../frame/page.module.css';
import { useFormat } from '../language/use-format.ts';

interface AlsoConnectedProps {
  /** How many clients are connected already. */
  readonly count: number;
  /** The folder is every connected client's anyway. */
  readonly isForAll: boolean;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** “Also connect this folder for the clients already connected”: how a second folder follows the first one. */
export function AlsoConnected({ count, isForAll, isOn, onChange }: AlsoConnectedProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (isForAll) return <p className={page.note}>{t('connecting.folder.forAll')}</p>;
  if (count === 0) return null;
  return (
    <Checkbox
      size="xs"
      label={t('connecting.folder.also', { count, replace: { count: format.number(count) } })}
      description={t('connecting.folder.alsoHelp')}
      checked={isOn}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
