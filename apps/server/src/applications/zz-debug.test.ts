import { afterAll, expect, it } from 'vitest';
import { sql } from 'kysely';
import { inFirm } from '../database/tenancy.ts';
import { startWorker } from '../deliveries/worker.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { treeOf } from '../testing/test-documents.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
const partner = createScriptedPartner();
const platform = await testPlatform([partner.connector]);
const worker = startWorker(platform);
afterAll(() => worker.stop());
it('loops', async () => {
  for (let i = 0; i < 40; i++) {
    partner.areCredentialsGood = true;
    const firm = await testFirm(platform);
    const client = await firm.addClient('A');
    await firm.connect('scripted', client.id, { sourcePath: '/D' });
    partner.areCredentialsGood = false;
    const tree = treeOf(firm, client);
    await tree.folder('/D'); await Promise.all(['a','b','c','d','e','f'].map(async (n, k) => { await new Promise((r) => setTimeout(r, k * 6)); await tree.drop('/D', `${n}.pdf`); }));
    const end = Date.now() + 3000;
    for (;;) {
      const rows = await inFirm(platform.database.app, firm.id, async (trx) => (await sql`select d.state, d.held_reason, d.lease, d.tries, d.ready_at, d.code, l.state as lane, l.next_ready_at, l.not_before, i.state as inst from deliveries d join lanes l using (firm_id, installation_id) join installations i on i.firm_id = d.firm_id and i.id = d.installation_id`.execute(trx)).rows as any[]);
      if (rows.every((r) => r.state === 'held')) break;
      if (Date.now() > end) { console.log(i, JSON.stringify(rows, null, 1)); expect(rows).toEqual([]); }
      await new Promise((r) => setTimeout(r, 20));
    }
  }
}, 200_000);
