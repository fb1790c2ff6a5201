import { Select } from '@mantine/core';
import type { Installation } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { useDossiers } from './use-access.ts';

interface DossierSelectProps {
  readonly installation: Installation;
  readonly value: string;
  readonly onChoose: (key: string) => void;
}

/** The partner's dossiers by their names, for whoever does not know the code. Nothing where the partner lists none, or does not answer. */
export function DossierSelect({ installation, value, onChoose }: DossierSelectProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const dossiers = useDossiers(installation, true).data?.items ?? [];
  if (dossiers.length === 0) return null;
  const count = dossiers.length;
  const data = [...new Map(dossiers.map((each) => [each.key, each])).values()].map(
    ({ key, name, active }) => ({
      value: key,
      label: `${name} (${key})${active ? '' : `, ${t('connecting.access.inactive')}`}`,
    }),
  );
  return (
    <Select
      searchable
      limit={50}
      label={t('connecting.access.dossiers', {
        count,
        replace: { count: format.number(count), partner: installation.partner },
      })}
      placeholder={t('connecting.access.findDossier')}
      nothingFoundMessage={t('connecting.access.noDossier')}
      data={data}
      value={data.some((each) => each.value === value) ? value : null}
      onChange={(key) => key !== null && onChoose(key)}
    />
  );
}
