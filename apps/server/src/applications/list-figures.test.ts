import type { InstallationFigures } from '@navette/api';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { distinctPdf, type TestUser, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

// No worker runs: what is dropped waits, and each test says what became of it.
const platform = await testPlatform([createScriptedPartner().connector]);
const firm = await testFirm(platform);
const seen = await firm.addClient('Menuiserie Aubertin');
const hidden = await firm.addClient('Zébulon');
const { id: installation } = await firm.connect('scripted', seen.id, { sourcePath: '/Juridique' });
const limited = await firm.addUser('collaborator', [seen.id]);

beforeAll(async () => {
  const body = { clientId: hidden.id, clientKey: 'D2' };
  await firm.admin.call('POST', `${firm.path}/installations/${installation}/connections`, body);
  await inFirm(platform.database.app, firm.id, (trx) =>
    trx
      .updateTable('members')
      .set({ sees_all_clients: false })
      .where('user_id', '=', limited.userId)
      .execute(),
  );
});

async function figuresOf(user: TestUser = firm.admin): Promise<InstallationFigures | undefined> {
  const { body } = await user.call<{ items: InstallationFigures[] }>(
    'GET',
    `${firm.path}/installation-figures`,
  );
  return body.items.find(({ installationId }) => installationId === installation);
}

/** Drops a document of a client. @returns its delivery's id */
async function drop(client: typeof seen): Promise<string> {
  const folder = client.folders.find(({ path }) => path === '/Juridique');
  const { body } = await firm.admin.upload(
    `${firm.path}/folders/${folder?.id}/documents?name=a.pdf`,
    distinctPdf(),
  );
  return inFirm(platform.database.app, firm.id, async (trx) => {
    const row = await trx
      .selectFrom('deliveries')
      .select('id')
      .where('document_id', '=', body.document.id)
      .executeTakeFirstOrThrow();
    return row.id;
  });
}

type State = 'delivered' | 'accepted' | 'held' | 'undelivered' | 'duplicate';

async function become(id: string, state: State, at: string): Promise<void> {
  await inFirm(platform.database.app, firm.id, async (trx) => {
    await sql`select set_config('navette.any_transition', 'yes', true)`.execute(trx);
    await trx
      .updateTable('deliveries')
      .set({
        state,
        held_reason: state === 'held' ? 'duplicate' : null,
        code: state === 'undelivered' ? 'document_refused' : null,
        accepted_at: state === 'held' || state === 'undelivered' ? null : at,
        ended_at: state === 'held' || state === 'accepted' ? null : at,
      })
      .where('id', '=', id)
      .execute();
  });
}

describe('the figures of an application', () => {
  it('count what is there now, and what was delivered since midnight in the firm’s zone', async () => {
    // In Paris it is the 22nd since half an hour.
    platform.setClock(new Date('2026-11-21T23:30:00Z'));
    await become(await drop(seen), 'delivered', '2026-11-21T22:59:59Z');
    expect(await figuresOf()).toMatchObject({ delivered: 0, lastSentAt: '2026-11-21T22:59:59.000Z' });
    await become(await drop(seen), 'delivered', '2026-11-21T23:00:00Z');
    await become(await drop(seen), 'duplicate', '2026-11-21T23:10:00Z');
    await become(await drop(seen), 'held', '2026-11-21T23:10:00Z');
    // Whenever it came, it waits for a person.
    await become(await drop(seen), 'undelivered', '2026-01-02T10:00:00Z');
    await become(await drop(seen), 'accepted', '2026-11-21T23:20:00Z');
    await drop(seen);
    expect(await figuresOf()).toEqual({
      ...{ installationId: installation, connections: 2, delivered: 1, onTheWay: 2, held: 1, undelivered: 1 },
      ...{ lastSentAt: '2026-11-21T23:20:00.000Z', toConnect: null },
    });
    platform.setClock(new Date('2026-11-23T12:00:00Z'));
    expect(await figuresOf()).toMatchObject({ delivered: 0, onTheWay: 2 });
    platform.setClock(null);
  });

  it('are over the clients the caller sees', async () => {
    const before = await figuresOf(limited);
    expect(before).toMatchObject({ connections: 1 });
    platform.setClock(new Date('2026-11-25T12:00:00Z'));
    await become(await drop(hidden), 'undelivered', '2026-11-25T11:00:00Z');
    await become(await drop(hidden), 'delivered', '2026-11-25T11:00:00Z');
    await drop(hidden);
    expect(await figuresOf(limited)).toMatchObject({ undelivered: 1, onTheWay: 2, delivered: 0 });
    expect(await figuresOf(limited)).toMatchObject({ lastSentAt: before?.lastSentAt });
    expect(await figuresOf()).toMatchObject({ undelivered: 2, onTheWay: 3, delivered: 1 });
    platform.setClock(null);
  });

  it('are of no application that was removed', async () => {
    await firm.admin.call('DELETE', `${firm.path}/installations/${installation}?isConfirmed=true`);
    expect(await figuresOf()).toBeUndefined();
  });
});
