import type { Job, Problem } from '@navette/api';
import { afterEach, describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { csv, keyed, openPlatform, newPlace as placeIn } from './test-import-place.ts';

const platform = await openPlatform();
const newPlace = (application?: string) => placeIn(platform, application);
afterEach(() => {
  keyed.clientKeys = null;
});

describe('an import of keys that are secrets', () => {
  const secret = (name: string) => `clé-très-secrète-${name}`;

  it('asks the partner for each when it is applied, and shows none', async () => {
    const place = await newPlace('keyed');
    for (const name of ['Un', 'Deux', 'Trois']) await place.addClient(name);
    keyed.clientKeys = new Map([[secret('un'), 'Société Un']]);
    const { body } = await place.send(
      await csv(
        ['Dossier client', 'Clé d’API', 'Note'],
        ['Un', secret('un'), secret('un')],
        ['Deux', secret('deux'), ''],
        ['Trois', 'mauvaise-secrète', ''],
        ['clé-très-secrète-4', secret('un'), ''],
      ),
    );
    expect(body).toMatchObject({ connect: 2, errors: 2 });
    const previewed = await place.rows(body);
    const held = () =>
      inFirm(platform.database.app, place.firm.id, (trx) =>
        trx.selectFrom('job_items').select('sealed').where('sealed', 'is not', null).execute(),
      );
    expect(await held()).toHaveLength(2);
    expect(await place.confirm(body)).toMatchObject({ state: 'done', done: 1, failed: 3 });
    expect(await held()).toEqual([]);
    expect(await place.list()).toMatchObject([{ clientName: 'Un', clientKeyLabel: 'Société Un' }]);
    const items = await place.admin.call('GET', `${place.firm.path}/jobs/${body.job.id}/items`);
    const { rows } = await place.report(body);
    expect(rows[2]?.[4]).toContain('n’a pas été connecté. Le dossier ••• est introuvable');
    expect(rows[1]?.[1]).toBe('•••');
    expect(JSON.stringify([body, previewed, items, rows, await place.rows(body)])).not.toContain('secrète');
    // What the report hides is no key: the row is told to lack one, or has nothing to change.
    const again = await place.report(body);
    expect((await place.send(again.bytes)).body).toMatchObject({ unchanged: 1, connect: 0, errors: 3 });
  });

  it('forgets them when it is cancelled', async () => {
    const place = await newPlace('keyed');
    await place.addClient('Un');
    const { body } = await place.send(await csv(['Dossier client', 'Clé'], ['Un', secret('un')]));
    await place.admin.call('POST', `${place.firm.path}/jobs/${body.job.id}/cancel`);
    const rows = await inFirm(platform.database.app, place.firm.id, (trx) =>
      trx.selectFrom('job_items').select('sealed').execute(),
    );
    expect(rows).toEqual([{ sealed: null }]);
  });
});

describe('what happens between the preview and the end', () => {
  it('is met row by row: erased, connected meanwhile, key taken meanwhile', async () => {
    const place = await newPlace();
    const [one, two, three, four] = [
      await place.addClient('Un'),
      await place.addClient('Deux'),
      await place.addClient('Trois'),
      await place.addClient('Quatre'),
    ];
    const file = await csv(
      ['Dossier client', 'E-mail de collecte'],
      ...['Un', 'Deux', 'Trois', 'Quatre'].map((name) => [name, `${name.toLowerCase()}@dext.cc`]),
    );
    const { body } = await place.send(file);
    const connect = (clientId: string, key: string) =>
      place.admin.call('POST', `${place.at}/connections`, { clientId, clientKey: key });
    await place.admin.call('POST', `${place.firm.path}/clients/${one.id}/erase`, { name: 'Un' });
    await connect(two.id, 'ailleurs@dext.cc');
    await connect(three.id, 'trois@dext.cc');
    await place.admin.call('POST', `${place.firm.path}/clients/${four.id}/archive`);
    expect(await place.confirm(body)).toMatchObject({ state: 'done', done: 1, skipped: 1, failed: 2 });
    const { items } = await place.admin
      .call<{ items: { row: number; reason: Problem | null }[] }>(
        'GET',
        `${place.firm.path}/jobs/${body.job.id}/items`,
      )
      .then((answer) => answer.body);
    expect(items.map(({ reason }) => reason?.code)).toEqual([
      ...['not_found', 'import_changed_since', undefined, undefined],
    ]);
  });

  it('lets two imports at once connect each client once', async () => {
    const place = await newPlace();
    for (const name of ['Un', 'Deux']) await place.addClient(name);
    const file = await csv(['Nom', 'Mail'], ['Un', 'un@dext.cc'], ['Deux', 'deux@dext.cc']);
    const previews = [(await place.send(file)).body, (await place.send(file)).body];
    for (const { job } of previews)
      await place.admin.call('POST', `${place.firm.path}/jobs/${job.id}/confirm`);
    await platform.runJobs();
    const jobs = await Promise.all(
      previews.map(({ job }) => place.admin.call<Job>('GET', `${place.firm.path}/jobs/${job.id}`)),
    );
    const ended = jobs.map(({ body: { done, skipped } }) => ({ done, skipped }));
    expect(ended.reduce((sum, { done }) => sum + done, 0)).toBe(2);
    expect(ended.reduce((sum, { skipped }) => sum + skipped, 0)).toBe(2);
    expect(await place.list()).toHaveLength(2);
  });
});
