import { readFileSync } from 'node:fs';
import { CompiledQuery, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

const ledgerSql = readFileSync(new URL('./ledger.sql', import.meta.url), 'utf8');

/** One day of the ledger; counts are of obligations: one version to one application, or one "nothing to send". */
export interface LedgerDay {
  /** `AAAA-MM-JJ`, in the firm's time zone. */
  readonly day: string;
  readonly received: number;
  readonly delivered: number;
  readonly onTheWay: number;
  readonly held: number;
  readonly undelivered: number;
  readonly duplicates: number;
  readonly cancelled: number;
  readonly nothingToSend: number;
  readonly balanced: boolean;
}

/** The ledger of a firm between two days, newest first. It balances at any instant. */
export async function loadLedger(
  trx: Transaction<Schema>,
  firmId: string,
  from: string,
  to: string,
): Promise<LedgerDay[]> {
  const { rows } = await trx.executeQuery(CompiledQuery.raw(ledgerSql, [firmId, from, to]));
  return rows as LedgerDay[];
}
