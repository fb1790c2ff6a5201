import type { Attribute, ClientImport } from '@navette/api';

type Column = ClientImport['columns'][number];
export type Target = Column['target'];

/** What to ask the server for when a column is given another target. */
export interface ColumnsChange {
  readonly columns: { readonly header: string; readonly target: Target }[];
}

/** The choice that makes an attribute of a column: several columns may have it. */
export const newAttribute = 'new';
/** The choice that leaves a column out. */
export const leftOut = 'none';

/**
 * Gives one column another target. A target that another column had is taken from it: two columns cannot feed one attribute.
 * @param position of the column, from 0
 */
export function retarget(columns: readonly Column[], position: number, choice: string): ColumnsChange {
  const target = choice === leftOut ? null : (choice as Target);
  const isShared = target === null || target === newAttribute;
  return {
    columns: columns.map((column, index) => ({
      header: column.header,
      target: index === position ? target : !isShared && column.target === target ? null : column.target,
    })),
  };
}

/** @returns by what rows can be recognised: the name, and the attributes that a column feeds. */
export function matchChoices(columns: readonly Column[], attributes: readonly Attribute[]): Attribute[] {
  const fed = new Set(columns.map(({ target }) => target));
  return attributes.filter(({ id }) => fed.has(`attribute:${id}`));
}

/** @returns the letter of a column, as spreadsheets call it: A, B… Z, AA. */
export function columnLetter(position: number): string {
  const last = String.fromCharCode(65 + (position % 26));
  return position < 26 ? last : `${columnLetter(Math.floor(position / 26) - 1)}${last}`;
}
