import type { FirmSettings } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const platform = await testPlatform();
const firm = await testFirm(platform);
const path = `${firm.path}/settings`;

const change = (body: object) =>
  firm.admin.call<FirmSettings & { code?: string; fr?: string }>('PATCH', path, body);

describe('the settings of a firm', () => {
  it('are those of a French firm until an administrator changes them', async () => {
    const { body } = await firm.admin.call<FirmSettings>('GET', path);
    expect(body).toMatchObject({
      name: 'Morvan & Associés',
      timeZone: 'Europe/Paris',
      graceMonths: 12,
      binDays: null,
      requireSecondFactor: false,
    });
    expect(body.folderTemplate).toContain('/Achats/{millésime}/{mois}');
  });

  it('keep what is not named, and give back what was kept', async () => {
    const { status, body } = await change({
      phone: '02 98 00 00 00',
      siret: '732 829 320 00074',
      timeZone: 'Indian/Reunion',
    });
    expect({ status, ...body }).toMatchObject({
      status: 200,
      name: 'Morvan & Associés',
      siret: '73282932000074',
      timeZone: 'Indian/Reunion',
    });
    expect((await firm.admin.call('GET', path)).body).toEqual(body);
  });

  it.each([
    [{ timeZone: 'Europe/Brest' }, 'unknown_time_zone'],
    [{ folderTemplate: ['/Achats/{mois}'] }, 'invalid_folder_template'],
    [{ folderTemplate: ['/Achats', '/achats'] }, 'invalid_folder_template'],
    [{ siret: '12345678901234' }, 'invalid_siret'],
    [{ maxFileBytes: 3 * 1024 ** 3 }, 'invalid_request'],
    [{ acceptedFamilies: [] }, 'invalid_request'],
    [{ acceptedFamilies: ['program'] }, 'invalid_request'],
    [{ inconnu: 1 }, 'invalid_request'],
  ])('refuse %j and change nothing', async (body, code) => {
    const before = (await firm.admin.call('GET', path)).body;
    expect(await change(body)).toMatchObject({
      status: code === 'invalid_request' ? 400 : 422,
      body: { code },
    });
    expect((await firm.admin.call('GET', path)).body).toEqual(before);
  });

  it('write to the audit log what changed, from what to what', async () => {
    await change({ graceMonths: 3 });
    const entries = await inFirm(platform.database.app, firm.id, (trx) =>
      trx
        .selectFrom('audit_entries')
        .innerJoin('audit_details', 'audit_details.entry_id', 'audit_entries.id')
        .select(['action', 'actor_name', 'details'])
        .where('action', '=', 'firm.changed')
        .orderBy('audit_entries.id', 'desc')
        .limit(1)
        .execute(),
    );
    expect(entries).toEqual([
      { action: 'firm.changed', actor_name: 'Claire Morvan', details: { graceMonths: '12 → 3' } },
    ]);
  });

  it('give new clients the folders of the template, in the period of the firm’s own time zone', async () => {
    await change({
      folderTemplate: ['/Pièces/{millésime}/{mois}', '/Divers'],
      timeZone: 'Pacific/Kiritimati',
    });
    platform.setClock(new Date('2026-12-31T11:00:00Z'));
    const client = await firm.addClient('Boulangerie Le Goff');
    platform.setClock(null);
    expect(client.folders.map((folder) => folder.path)).toContain('/Pièces/2027/01');
  });
});
