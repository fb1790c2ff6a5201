import { useLocalStorage } from '@mantine/hooks';
import type { Attribute } from '@navette/api';
import { useCallback, useMemo } from 'react';
import { mainAttributes } from '../attributes/use-attributes.ts';
import type { SortKey } from '../table/sort.ts';

/** The columns that every firm has, in their order; the name is always shown. */
const fixedColumns = [
  'code',
  'siret',
  'connections',
  'undelivered',
  'lastReceivedAt',
  'collaborators',
  'createdAt',
] as const;
export type FixedColumn = (typeof fixedColumns)[number];

/** An attribute that is neither the code nor the SIRET is a column of its own, `attribute:<id>`. */
export interface ClientColumn {
  readonly id: FixedColumn | `attribute:${string}`;
  /** The attribute's own name; the fixed columns are named by the page. */
  readonly label?: string;
  readonly attributeId?: string;
}

const fixedWidthsPx: Readonly<Record<FixedColumn, number>> = {
  code: 104,
  siret: 228,
  connections: 176,
  undelivered: 142,
  lastReceivedAt: 144,
  collaborators: 124,
  createdAt: 144,
};
const attributeWidthPx = 190;

/** @returns the width of each column; the name has the rest. */
export function columnWidths(columns: readonly ClientColumn[]): Record<string, number> {
  return Object.fromEntries(
    columns.map(({ id, attributeId }) => [
      id,
      attributeId === undefined ? fixedWidthsPx[id as FixedColumn] : attributeWidthPx,
    ]),
  );
}

const usual: readonly string[] = fixedColumns.filter((id) => id !== 'createdAt');

/** @returns every column that a firm's clients can be shown with, in their order. */
export function availableColumns(attributes: readonly Attribute[]): ClientColumn[] {
  const { siret, code } = mainAttributes(attributes);
  const own = attributes.filter(({ id }) => id !== siret?.id && id !== code?.id);
  return [
    ...fixedColumns.slice(0, 2).map((id) => ({ id })),
    ...own.map(({ id, label }) => ({ id: `attribute:${id}` as const, label, attributeId: id })),
    ...fixedColumns.slice(2).map((id) => ({ id })),
  ];
}

/** @returns by what each column sorts, in the words of the address. A column that says several things sorts by none. */
export function sortKeys(attributes: readonly Attribute[]): Record<string, SortKey> {
  const { siret } = mainAttributes(attributes);
  return {
    name: { key: 'nom' },
    code: { key: 'code' },
    ...(siret ? { siret: { key: `attribut:${siret.id}` } } : {}),
    undelivered: { key: 'nonTransmis', first: 'descending' },
    lastReceivedAt: { key: 'depot', first: 'descending' },
    createdAt: { key: 'creation', first: 'descending' },
    ...Object.fromEntries(attributes.map(({ id }) => [`attribute:${id}`, { key: `attribut:${id}` }])),
  };
}

/** Which columns a person chose for a firm, remembered on this computer. */
export function useShownColumns(firm: string, attributes: readonly Attribute[]) {
  const [chosen, setChosen, reset] = useLocalStorage<string[] | null>({
    key: `navette-client-columns-${firm}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const available = useMemo(() => availableColumns(attributes), [attributes]);
  const ids = chosen ?? usual;
  const shown = useMemo(() => available.filter(({ id }) => ids.includes(id)), [available, ids]);
  const choose = useCallback(
    (id: string, isShown: boolean) =>
      setChosen((before) => {
        const others = (before ?? usual).filter((other) => other !== id);
        return isShown ? [...others, id] : others;
      }),
    [setChosen],
  );
  return { available, shown, choose, reset, isUsual: chosen === null };
}
