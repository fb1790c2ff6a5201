import { Tooltip, VisuallyHidden } from '@mantine/core';
import type { MappingRow } from '@navette/api';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSiret } from '../language/format.ts';
import { useFormat } from '../language/use-format.ts';
import { DataTable } from '../table/data-table.tsx';
import { features } from '../table/features.ts';
import { GradeMark } from './grade-mark.tsx';
import type { MappingFrame } from './mapping-place.ts';
import styles from './mapping-table.module.css';
import { SettleButton } from './settle-button.tsx';

interface MappingTableProps {
  readonly frame: MappingFrame;
  readonly rows: MappingRow[];
  readonly total: number | null;
  readonly isLoading: boolean;
  readonly onSettled: (row: MappingRow, words: string) => void;
  readonly after: ReactNode;
}

const helper = createColumnHelper<typeof features, MappingRow>();
const widthsPx = { value: 215, grade: 175, gesture: 136 };

/** Clients beside the partner's dossiers, each with what there is to settle. */
export function MappingTable({ frame, rows, total, isLoading, onSettled, after }: MappingTableProps) {
  const { t } = useTranslation();
  const { installation, attributeLabel } = frame;
  const { partner, listsDossiers } = installation;
  const columns = useMemo(
    () =>
      helper.columns([
        helper.accessor('clientName', {
          id: 'client',
          header: () => t('mapping.columns.client'),
          cell: ({ row: { original } }) => (
            <span className={`cut ${styles.client}`} title={original.clientName}>
              <b>{original.clientName}</b> {original.code && <span>{original.code}</span>}
            </span>
          ),
        }),
        helper.accessor('value', {
          header: () => t('mapping.columns.value', { label: attributeLabel ?? '' }),
          cell: ({ row }) => <Value row={row.original} />,
        }),
        helper.accessor('grade', {
          header: () => t('mapping.columns.result'),
          cell: ({ getValue }) => <GradeMark grade={getValue()} />,
        }),
        helper.display({
          id: 'dossier',
          header: () => t(listsDossiers ? 'mapping.columns.dossier' : 'mapping.columns.key', { partner }),
          cell: ({ row }) => <DossierCell row={row.original} frame={frame} />,
        }),
        helper.display({
          id: 'gesture',
          header: () => <VisuallyHidden>{t('general.gesture')}</VisuallyHidden>,
          cell: ({ row }) => <SettleButton row={row.original} frame={frame} onSettled={onSettled} />,
        }),
      ]),
    [t, frame, attributeLabel, partner, listsDossiers, onSettled],
  );
  const table = useTable({ features, columns, data: rows, getRowId: ({ clientId }) => clientId });
  return (
    <DataTable
      table={table}
      label={t('mapping.title')}
      className={styles.table}
      isLoading={isLoading}
      total={total}
      widthsPx={widthsPx}
      after={after}
    />
  );
}

function Value({ row: { value, isOverridden } }: { row: MappingRow }) {
  const { t } = useTranslation();
  if (value === null) return <span className={styles.quiet}>{t('mapping.missing')}</span>;
  const shown = formatSiret(value);
  return (
    <span className={styles.value}>
      <span className="mono cut" title={shown}>
        {shown}
      </span>
      {isOverridden && (
        <Tooltip label={t('mapping.overriddenHelp')} multiline w={240}>
          <span className={styles.overridden}>{t('mapping.overridden')}</span>
        </Tooltip>
      )}
    </span>
  );
}

function DossierCell({ row, frame }: { row: MappingRow; frame: MappingFrame }) {
  const { dossier } = row;
  const said = useRemark(row, frame);
  if (dossier === null) return said && <span className={styles.remark}>{said}</span>;
  return (
    <span className={styles.dossier}>
      <Dossier row={row} />
      {said && <span className={styles.remark}>{said}</span>}
    </span>
  );
}

function Dossier({ row: { dossier } }: { row: MappingRow }) {
  const { t } = useTranslation();
  if (dossier === null) return null;
  const { name, key } = dossier;
  if (name === '') return <span className="mono cut">{key}</span>;
  return (
    <span className="cut" title={name}>
      {name} <span className={styles.quiet}>{t('mapping.number', { key })}</span>
    </span>
  );
}

/** What stands between a client and its dossier, in a few words. */
function useRemark({ grade, other, dossier, proposals }: MappingRow, { installation }: MappingFrame) {
  const { t } = useTranslation();
  const format = useFormat();
  const { partner } = installation;
  const proposed = t('mapping.proposals', {
    count: proposals,
    replace: { count: format.number(proposals) },
  });
  switch (grade) {
    case 'already_used':
      return other === null ? t('mapping.usedByUnseen') : t('mapping.usedBy', { name: other.name });
    case 'several':
      if (dossier === null) return proposed;
      return other === null ? t('mapping.claimedByUnseen') : t('mapping.claimedBy', { name: other.name });
    case 'closed':
      return dossier === null ? proposed : t('mapping.closed', { partner });
    case 'none':
      return proposals === 0 ? t('mapping.rights') : proposed;
    case 'siren_only':
      return proposed;
    case 'attribute_missing':
    case 'attribute_invalid':
      return proposals === 0 ? null : proposed;
    case 'left_out':
      return t('mapping.notWanted');
    case 'chosen':
      return dossier?.active === false ? t('mapping.closed', { partner }) : null;
    case 'exact':
    case 'connected':
      return null;
  }
}
