import { describe, expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { distinctPdf, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import type { LedgerDay } from './ledger.ts';

// No worker runs: what is ready stays on its way.
const partner = createScriptedPartner();
const platform = await testPlatform([partner.connector]);
const firm = await testFirm(platform);
const client = await firm.addClient('Menuiserie Aubertin');

async function drop(path: string, name: string, bytes = distinctPdf()): Promise<void> {
  const folder = client.folders.find((each) => each.path === path);
  const url = `${firm.path}/folders/${folder?.id}/documents?name=${name}`;
  const { status } = await firm.admin.upload(url, bytes);
  if (status !== 201) throw new Error(`The upload of ${name} answered ${status}`);
}

async function readLedger(): Promise<{ days: LedgerDay[]; balanced: boolean }> {
  return (await firm.admin.call<{ days: LedgerDay[]; balanced: boolean }>('GET', `${firm.path}/ledger`)).body;
}

describe('the ledger of a day', () => {
  it('is empty and in balance before anything came', async () => {
    expect(await readLedger()).toEqual({ days: [], balanced: true });
  });

  it('counts each document received once, beside what became of it', async () => {
    await firm.connect('scripted', client.id);
    const month = client.folders.find(({ path }) => /^\/Achats\/\d{4}\/\d{2}$/.test(path))?.path ?? '';
    const twice = distinctPdf();
    await drop(month, 'en-route.pdf', twice);
    await drop(month, 'encore.pdf', twice);
    await drop(month, 'facture.xml', Buffer.from('<?xml version="1.0"?><Invoice xmlns="urn:test"/>'));
    await drop('/Juridique', 'statuts.pdf');
    const { days, balanced } = await readLedger();
    expect(balanced).toBe(true);
    expect(days).toMatchObject([
      { received: 4, onTheWay: 1, held: 1, undelivered: 1, nothingToSend: 1, delivered: 0, balanced: true },
    ]);
  });

  it('shows a delivery whose receipt is for one obligation less: nothing balances by forgetting', async () => {
    const owner = await platform.database.openClient('owner');
    await owner.query(`select set_config('navette.firm_id', $1, false)`, [firm.id]);
    await owner.query(
      'update receipts set obligations = 0 where id = (select min(id::text)::uuid from receipts)',
    );
    await owner.end();
    expect(await readLedger()).toMatchObject({ balanced: false, days: [{ received: 3, balanced: false }] });
  });
});
