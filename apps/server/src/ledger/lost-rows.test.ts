import type { Folder } from '@navette/api';
import { deliveryStates, heldReasons, localDay } from '@navette/model';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { distinctPdf, type TestFirm, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { type LedgerDay, loadLedger } from './ledger.ts';

const platform = await testPlatform([
  createScriptedPartner().connector,
  createScriptedPartner({ id: 'other' }).connector,
]);
const firm = await testFirm(platform);
const client = await firm.addClient('Menuiserie Aubertin');
await firm.connect('scripted', client.id, { sourcePath: '/Achats' });
await firm.connect('other', client.id, { sourcePath: '/Achats/{millésime}' });

function folderOf(pattern: RegExp): Folder {
  const folder = client.folders.find(({ path }) => pattern.test(path));
  if (!folder) throw new Error(`The template makes no folder like ${pattern}`);
  return folder;
}

/** Feeds both applications: two obligations. */
const purchases = folderOf(/^\/Achats\/\d{4}\/\d{2}$/);
/** Feeds none: one obligation, nothing to send. */
const other = client.folders.find(({ path }) => !path.startsWith('/Achats'));
if (!other) throw new Error('The template makes purchases alone');

async function drop({ id }: Folder): Promise<string> {
  const answer = await firm.admin.upload(`${firm.path}/folders/${id}/documents?name=a.pdf`, distinctPdf());
  return answer.body.document.id;
}

function ledgerOf({ id }: TestFirm, from = '2000-01-01', to = '9999-12-31'): Promise<LedgerDay[]> {
  return inFirm(platform.database.app, id, (trx) => loadLedger(trx, id, from, to));
}

async function today(): Promise<LedgerDay | undefined> {
  const day = localDay(platform.clock(), 'Europe/Paris');
  return (await ledgerOf(firm, day, day))[0];
}

/** Loses rows as no right of the product allows. */
async function lose(statement: string, values: readonly unknown[]): Promise<void> {
  const owner = await platform.database.openClient('owner');
  try {
    await owner.query('begin');
    await owner.query(`select set_config('navette.firm_id', $1, true)`, [firm.id]);
    const { rowCount } = await owner.query(statement, [...values]);
    if (rowCount === 0) throw new Error('Nothing was lost');
    await owner.query('commit');
  } finally {
    await owner.end();
  }
}

let day = 0;
beforeEach(() => {
  // Each test has a day of its own.
  platform.setClock(new Date(Date.UTC(2026, 10, 2 + day++, 12)));
});

describe('the ledger', () => {
  it('counts each obligation once, in whatever state its delivery is', async () => {
    await drop(other);
    const document = await drop(purchases);
    expect(await today()).toMatchObject({ received: 3, onTheWay: 2, nothingToSend: 1, balanced: true });
    const columns = ['delivered', 'onTheWay', 'held', 'undelivered', 'duplicates', 'cancelled'] as const;
    const seen = new Set<string>();
    for (const state of deliveryStates) {
      await inFirm(platform.database.app, firm.id, async (trx) => {
        await sql`select set_config('navette.any_transition', 'yes', true)`.execute(trx);
        await trx
          .updateTable('deliveries')
          .set({
            state,
            held_reason: state === 'held' ? heldReasons[0] : null,
            lease: state === 'sending' ? firm.id : null,
            code: 'outcome_unknown',
          })
          .where('document_id', '=', document)
          .execute();
      });
      const counted = await today();
      const column = columns.filter((each) => counted?.[each] === 2);
      expect(column, state).toHaveLength(1);
      expect(counted, state).toMatchObject({ received: 3, nothingToSend: 1, balanced: true });
      seen.add(column[0] ?? '');
    }
    expect([...seen].sort()).toEqual([...columns].sort());
  });

  it('has one line per day of the firm’s zone, newest first, within the days that are asked', async () => {
    platform.setClock(new Date('2026-12-31T22:59:59Z'));
    await drop(purchases);
    platform.setClock(new Date('2026-12-31T23:00:00Z'));
    await drop(purchases);
    const days = await ledgerOf(firm, '2026-12-31', '2027-01-01');
    expect(days.map((each) => [each.day, each.received])).toEqual([
      ['2027-01-01', 2],
      ['2026-12-31', 2],
    ]);
    expect(await ledgerOf(firm, '2027-01-01', '2027-01-01')).toHaveLength(1);
    expect(await ledgerOf(firm, '2030-01-01')).toEqual([]);
  });

  it('shows nothing of another firm', async () => {
    expect(await ledgerOf(await testFirm(platform))).toEqual([]);
  });
});

describe('a lost row shows', () => {
  it('when it is one delivery of two', async () => {
    const document = await drop(purchases);
    await lose(
      'delete from deliveries where id = (select id from deliveries where document_id = $1 limit 1)',
      [document],
    );
    expect(await today()).toMatchObject({
      received: 2,
      onTheWay: 1,
      nothingToSend: 0,
      balanced: false,
    });
  });

  it('when it is every delivery of a document: that is not "nothing to send"', async () => {
    const document = await drop(purchases);
    await lose('delete from deliveries where document_id = $1', [document]);
    expect(await today()).toMatchObject({
      received: 2,
      onTheWay: 0,
      nothingToSend: 0,
      balanced: false,
    });
  });

  it('when it is a receipt: what became of the document is still counted', async () => {
    const document = await drop(purchases);
    await lose('delete from receipts where version_id in (select id from versions where document_id = $1)', [
      document,
    ]);
    expect(await today()).toMatchObject({ received: 0, onTheWay: 2, balanced: false });
  });

  it('when it is the line that says that there is nothing to send', async () => {
    const document = await drop(other);
    await lose('delete from history where document_id = $1', [document]);
    expect(await today()).toMatchObject({ received: 1, nothingToSend: 0, balanced: false });
  });
});
