import { sql } from 'kysely';
import { it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { addManyClients } from './test-many-clients.ts';
import { newOffice } from './test-rules.ts';

const platform = await testPlatform([createScriptedPartner().connector]);
it('x', async () => {
  platform.setClock(new Date('2026-11-15T12:00:00Z'));
  const office = await newOffice(platform);
  await office.addRule('/Achats/{millésime}/{mois}');
  await office.addRule('/Ventes', { documentType: 'sales' });
  await addManyClients(platform, office, 3000, 3);
  for (let i = 0; i < 2; i++) {
    for (const [m, p, b] of [
      ['GET', '/rules'],
      ['POST', '/rule-preview', { sourcePath: '/Achats/{millésime}/{mois}', withSubfolders: false }],
      ['POST', '/rule-preview', { sourcePath: '/{client}/{millésime}' }],
      ['POST', '/rule-preview/clients', { sourcePath: '/Achats/{millésime}', has: true }],
      ['GET', '/paths?typed=/Achats/'],
      ['GET', '/paths?typed='],
      ['GET', '/coverage'],
      ['GET', '/simulation'],
      ['GET', '/backfill'],
    ] as const) {
      const t = performance.now();
      const a = await office.call(m as 'GET', p, b as object);
      console.log(m, p, a.status, Math.round(performance.now() - t), 'ms');
    }
  }

  const { connectedClients } = await import('./concerned-clients.ts');
  const { foldersFound } = await import('./count-rules.ts');
  const { matchFolders } = await import('./match-folders.ts');
  const { loadFirmPeriod } = await import('./firm-period.ts');
  const { parsePattern } = await import('@navette/model');
  const caller = { firmId: office.firm.id, role: 'admin' } as never;
  await inFirm(platform.database.app, office.firm.id, async (trx) => {
    const concerned = connectedClients(caller, office.installationId);
    const path = {
      id: platform.newId(),
      pattern: parsePattern('/Achats/{millésime}'),
      withSubfolders: true,
      documentType: null,
      scope: 'all' as const,
    };
    const matches = await matchFolders(
      trx,
      office.firm.id,
      await loadFirmPeriod(platform, trx, office.firm.id),
      concerned,
      [path],
    );
    const a =
      await sql`explain (analyze, buffers off) with ${foldersFound(office.firm.id, concerned, matches)} select rule_id, count(distinct client_id), sum(documents) from found group by rule_id`.execute(
        trx,
      );
    console.log((a.rows as { 'QUERY PLAN': string }[]).map((r) => r['QUERY PLAN']).join('\n'));
    const b =
      await sql`explain (analyze, buffers off) with concerned as (${concerned}) select distinct f.path_key from folders f join concerned c on c.id = f.client_id where f.firm_id = ${office.firm.id}::uuid and f.bin_entry_id is null`.execute(
        trx,
      );
    console.log((b.rows as { 'QUERY PLAN': string }[]).map((r) => r['QUERY PLAN']).join('\n'));
  });
}, 120000);
