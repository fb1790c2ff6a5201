import type { Attribute, AuditEntry, Installation } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const platform = await testPlatform([createScriptedPartner().connector]);

async function newPlace() {
  const firm = await testFirm(platform);
  const body = { application: 'scripted', credentials: { secret: 'x1y2z3' } };
  const added = await firm.admin.call<Installation>('POST', `${firm.path}/installations`, body);
  const at = `${firm.path}/installations/${added.body.id}`;
  return {
    ...{ firm, at, id: added.body.id },
    change: (change: object) => firm.admin.call<Installation>('PATCH', at, change),
    async changes() {
      const { body } = await firm.admin.call<{ items: AuditEntry[] }>('GET', `${firm.path}/audit`);
      return body.items.filter(({ action }) => action === 'installation.changed');
    },
  };
}

describe('changing an application', () => {
  it('changes what is given alone, and says what it was', async () => {
    const { change, changes } = await newPlace();
    expect((await change({ name: ' Partenaire du Lac ' })).body).toMatchObject({
      ...{ name: 'Partenaire du Lac', versionPolicy: 'send' },
    });
    expect((await change({ versionPolicy: 'ask' })).body).toMatchObject({
      ...{ name: 'Partenaire du Lac', versionPolicy: 'ask' },
    });
    expect((await changes()).map(({ details }) => details)).toEqual([
      { versionPolicyBefore: 'send', versionPolicy: 'ask' },
      { nameBefore: 'Partenaire', name: 'Partenaire du Lac' },
    ]);
  });

  it('records nothing when nothing changes', async () => {
    const { change, changes } = await newPlace();
    for (const nothing of [
      {},
      { name: 'Partenaire' },
      { versionPolicy: 'send' },
      { mappingAttributeId: null },
    ])
      expect((await change(nothing)).status).toBe(200);
    expect(await changes()).toEqual([]);
  });

  it('takes an attribute of the firm alone', async () => {
    const { firm, change } = await newPlace();
    const other = await newPlace();
    const attributesOf = async (of: typeof firm) =>
      (await of.admin.call<{ items: Attribute[] }>('GET', `${of.path}/attributes`)).body.items;
    const [own] = await attributesOf(firm);
    const [foreign] = await attributesOf(other.firm);
    expect((await change({ mappingAttributeId: own?.id })).body).toMatchObject({
      mappingAttributeId: own?.id,
    });
    expect((await change({ mappingAttributeId: foreign?.id })).status).toBe(404);
    expect((await change({ mappingAttributeId: null })).body).toMatchObject({ mappingAttributeId: null });
  });

  it('refuses what is no name and no policy, and an application that was removed', async () => {
    const { firm, at, change } = await newPlace();
    for (const wrong of [{ name: ' ' }, { versionPolicy: 'replace' }, { state: 'active' }])
      expect((await change(wrong)).status).toBe(400);
    await firm.admin.call('DELETE', at);
    expect((await change({ name: 'Encore' })).status).toBe(404);
  });
});

describe('an application that was never started', () => {
  it('is neither paused nor resumed, and says so', async () => {
    const { firm, at, id } = await newPlace();
    await inFirm(platform.database.app, firm.id, (trx) =>
      trx.updateTable('installations').set({ state: 'preparing' }).where('id', '=', id).execute(),
    );
    for (const gesture of ['pause', 'resume'])
      expect(await firm.admin.call('POST', `${at}/${gesture}`)).toMatchObject({
        ...{ status: 409, body: { code: 'installation_preparing' } },
      });
    const renewed = await firm.admin.call('POST', `${at}/credentials`, { credentials: {} });
    expect(renewed).toMatchObject({ status: 200, body: { state: 'preparing' } });
  });
});

describe('a pause', () => {
  it('tells who made it and when, until it ends', async () => {
    const { firm, at } = await newPlace();
    platform.setClock(new Date('2026-11-17T17:04:00Z'));
    const paused = await firm.admin.call('POST', `${at}/pause`);
    const told = { pausedAt: '2026-11-17T17:04:00.000Z', pausedBy: 'Claire Morvan' };
    expect(paused.body).toMatchObject(told);
    platform.setClock(new Date('2026-11-18T17:04:00Z'));
    expect((await firm.admin.call('POST', `${at}/pause`)).body).toMatchObject(told);
    const resumed = await firm.admin.call('POST', `${at}/resume`);
    expect(resumed.body).toMatchObject({ pausedAt: null, pausedBy: null });
    platform.setClock(null);
  });
});
