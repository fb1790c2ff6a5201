import { NavetteError } from '@navette/model';
import { z } from 'zod';

/** Where a list goes on: the sort key of the last row given and its id. */
export interface Cursor {
  readonly key: string;
  readonly id: string;
}

const shape = z.tuple([z.string(), z.uuid()]);
export const defaultPageSize = 50;

/** @returns the text that a client sends back for the next page */
function writeCursor({ key, id }: Cursor): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url');
}

/** @throws NavetteError `invalid_request` for a text that `writeCursor` did not make */
export function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  try {
    const [key, id] = shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { key, id };
  } catch (error) {
    throw new NavetteError('invalid_request', { detail: 'cursor' }, error);
  }
}

/** Cuts a list that was asked for one row too many. */
export function pageOf<Row>(rows: readonly Row[], limit: number, cursorOf: (row: Row) => Cursor) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? writeCursor(cursorOf(last)) : null };
}
