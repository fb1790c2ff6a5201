import type { Client, Installation, Problem, Setup, SetupPrerequisite } from '@navette/api';
import { mailboxPattern } from '@navette/connector';
import { afterEach, describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { treeOf } from '../testing/test-documents.ts';
import { type TestFirm, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { whenBlocked } from '../testing/when-blocked.ts';

const partner = createScriptedPartner();
const withoutFields = createScriptedPartner({
  id: 'bare',
  reach: 'mail',
  fields: [],
  clientKey: {
    kind: 'email',
    label: { fr: 'Adresse', en: 'Address' },
    example: 'a@exemple.fr',
    pattern: mailboxPattern,
    checked: 'never',
  },
});
const platform = await testPlatform([partner.connector, withoutFields.connector]);
afterEach(() => {
  partner.areCredentialsGood = true;
  partner.refusal = null;
});

type Row = Client & { isChosen: boolean; isConnected: boolean };
interface Rows {
  items: Row[];
  next: string | null;
  total: number;
}

const secret = { credentials: { secret: 'secret-planté' } };
const all = { filter: {}, excludedIds: [] };

async function open(firm: TestFirm, target: object = { application: 'scripted' }) {
  const { body } = await firm.admin.call<Setup>('POST', `${firm.path}/setups`, target);
  const at = `${firm.path}/setups/${body.id}`;
  return {
    id: body.id,
    at,
    first: body,
    get: async () => (await firm.admin.call<Setup>('GET', at)).body,
    choose: (selection: object, isChosen = true) =>
      firm.admin.call<{ chosen: number; changed: number }>('POST', `${at}/clients`, { isChosen, selection }),
    list: async (query = '') =>
      (await firm.admin.call<Rows>('GET', `${at}/clients${query === '' ? '' : `?${query}`}`)).body,
    validate: (body: object = secret) => firm.admin.call<Setup & Problem>('POST', `${at}/credentials`, body),
    goTo: (step: string) => firm.admin.call<Setup & Problem>('PATCH', at, { step }),
    finish: () =>
      firm.admin.call<{ installation: Installation; startedAt: string } & Problem>('POST', `${at}/finish`),
    leave: () => firm.admin.call('DELETE', at),
  };
}

const installationsOf = async (firm: TestFirm) =>
  (await firm.admin.call<{ items: Installation[] }>('GET', `${firm.path}/installations`)).body.items;

/** Connects a client and adds a rule, as the last two steps do. */
async function complete(firm: TestFirm, installationId: string, clientId: string): Promise<void> {
  const at = `${firm.path}/installations/${installationId}`;
  const connected = await firm.admin.call('POST', `${at}/connections`, { clientId, clientKey: 'D1' });
  const rule = { sourcePath: '/Dépôt', documentType: 'purchase' };
  const added = await firm.admin.call('POST', `${at}/rules`, rule);
  expect([connected.status, added.status]).toEqual([201, 201]);
}

const auditOf = async (firm: TestFirm) => {
  const { body } = await firm.admin.call<{ items: { action: string }[] }>('GET', `${firm.path}/audit`);
  return body.items.map(({ action }) => action);
};

describe('a wizard', () => {
  it('is given again to whoever opens it, with what was done', async () => {
    const firm = await testFirm(platform);
    const client = await firm.addClient('Aubertin');
    const colleague = await firm.addUser('admin');
    const setup = await open(firm);
    expect(setup.first).toMatchObject({
      ...{ application: 'scripted', name: 'Partenaire', installationId: null, step: 'clients' },
      ...{ chosen: 0, connected: 0, rules: 0, createdBy: { name: 'Claire Morvan' }, endedAt: null },
    });
    await setup.choose({ ids: [client.id] });
    expect(await setup.goTo('credentials')).toMatchObject({ status: 200, body: { step: 'credentials' } });
    const again = await colleague.call<Setup>('POST', `${firm.path}/setups`, { application: 'scripted' });
    expect(again.body).toMatchObject({ id: setup.id, step: 'credentials', chosen: 1 });
    const listed = await firm.admin.call<{ items: Setup[] }>('GET', `${firm.path}/setups`);
    expect(listed.body.items.map(({ id }) => id)).toEqual([setup.id]);
    expect(await auditOf(firm)).toContain('installation.setup_opened');

    await setup.validate();
    const third = await open(firm);
    expect(third.first).toMatchObject({ id: setup.id, installationState: 'preparing' });
  });

  it('is one, when two administrators open it at the same time', async () => {
    const firm = await testFirm(platform);
    const colleague = await firm.addUser('admin');
    const opened = await Promise.all(
      [firm.admin, colleague, firm.admin, colleague].map((user) =>
        user.call<Setup>('POST', `${firm.path}/setups`, { application: 'scripted' }),
      ),
    );
    expect(opened.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(opened.map(({ body }) => body.id)).size).toBe(1);
  });

  it('begins, for an application that is there, with its connected clients', async () => {
    const firm = await testFirm(platform);
    const [one, other] = [await firm.addClient('Aubertin'), await firm.addClient('Bains')];
    const { id } = await firm.connect('scripted', one.id);
    const setup = await open(firm, { installationId: id });
    expect(setup.first).toMatchObject({
      ...{ installationId: id, installationState: 'active', chosen: 1, connected: 1, rules: 1 },
      identity: 'compte de test',
    });
    expect(setup.first.steps.every(({ isDone }) => isDone)).toBe(true);
    const { items } = await setup.list();
    expect(items).toMatchObject([
      { id: one.id, isChosen: true, isConnected: true },
      { id: other.id, isChosen: false, isConnected: false },
    ]);
    // Another account of the same partner is another wizard.
    expect((await open(firm)).id).not.toBe(setup.id);
    const ended = await setup.finish();
    expect(ended).toMatchObject({ status: 200, body: { installation: { state: 'active' } } });
    expect(await auditOf(firm)).not.toContain('installation.started');
    expect((await open(firm, { installationId: id })).id).not.toBe(setup.id);
  });

  it('is for administrators alone, of this firm', async () => {
    const firm = await testFirm(platform);
    const stranger = await testFirm(platform);
    const setup = await open(firm);
    const callers = [
      { user: await firm.addUser('collaborator'), status: 403 },
      { user: await firm.addUser('client'), status: 403 },
      { user: stranger.admin, status: 404 },
    ];
    for (const { user, status } of callers) {
      const asked = [
        user.call('GET', `${firm.path}/setups`),
        user.call('POST', `${firm.path}/setups`, { application: 'scripted' }),
        user.call('GET', setup.at),
        user.call('PATCH', setup.at, { step: 'clients' }),
        user.call('GET', `${setup.at}/prerequisites`),
        user.call('GET', `${setup.at}/clients`),
        user.call('POST', `${setup.at}/clients`, { isChosen: true, selection: all }),
        user.call('POST', `${setup.at}/credentials`, secret),
        user.call('POST', `${setup.at}/finish`),
        user.call('DELETE', setup.at),
      ];
      for (const answer of await Promise.all(asked)) expect(answer.status).toBe(status);
    }
    const elsewhere = `${stranger.path}/setups/${setup.id}`;
    expect(await stranger.admin.call('GET', elsewhere)).toMatchObject({ status: 404 });
    expect(await stranger.admin.call('DELETE', elsewhere)).toMatchObject({ status: 404 });
    expect(await setup.get()).toMatchObject({ id: setup.id });
    expect(await firm.admin.call('POST', `${firm.path}/setups`, { application: 'nulle-part' })).toMatchObject(
      { status: 404 },
    );
  });
});

describe('choosing clients', () => {
  it('takes all results of a search, on every page, but those taken out', async () => {
    const firm = await testFirm(platform);
    await addClients(firm, 120, 'Boulangerie');
    await addClients(firm, 30, 'Garage');
    const setup = await open(firm);
    const page = await setup.list('search=boulangerie&limit=50');
    expect(page).toMatchObject({ total: 120, next: expect.any(String) });
    const excludedIds = page.items.slice(0, 2).map(({ id }) => id);
    const chosen = await setup.choose({ filter: { search: 'boulangerie' }, excludedIds });
    expect(chosen.body).toEqual({ chosen: 118, changed: 118 });
    expect(await setup.choose(all)).toMatchObject({ body: { chosen: 150, changed: 32 } });
    expect(await setup.choose({ filter: { search: 'garage' } }, false)).toMatchObject({
      body: { chosen: 120, changed: 30 },
    });
    expect(await setup.list('only=chosen')).toMatchObject({ total: 120 });
    expect(await setup.list('only=not_chosen&search=garage')).toMatchObject({ total: 30 });
    expect(await setup.list('only=not_chosen&search=boulangerie')).toMatchObject({ total: 0, items: [] });

    // Page after page, each once.
    const seen = new Set<string>();
    let cursor: string | null = '';
    while (cursor !== null) {
      const next: Rows = await setup.list(
        `only=chosen&limit=50${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      for (const row of next.items) {
        expect(row.isChosen).toBe(true);
        seen.add(row.id);
      }
      cursor = next.next;
    }
    expect(seen.size).toBe(120);
    expect(await setup.choose(all, false)).toMatchObject({ body: { chosen: 0, changed: 120 } });
  });

  it('finds them by the value of an attribute, and leaves archived ones out', async () => {
    const firm = await testFirm(platform);
    const [one, two] = [await firm.addClient('Aubertin'), await firm.addClient('Bains')];
    await firm.admin.call('PATCH', `${firm.path}/clients/${one.id}`, { code: 'AUB 001' });
    await firm.admin.call('POST', `${firm.path}/clients/${two.id}/archive`);
    const setup = await open(firm);
    expect((await setup.list('search=aub001')).items.map(({ id }) => id)).toEqual([one.id]);
    expect((await setup.choose({ filter: { state: 'all' } })).body).toEqual({ chosen: 1, changed: 1 });
    expect((await setup.choose({ ids: [two.id] })).body).toEqual({ chosen: 1, changed: 0 });
    expect((await setup.list('state=all')).items.map(({ id }) => id)).toEqual([one.id]);
  });

  it('counts no more who is archived or erased since', async () => {
    const firm = await testFirm(platform);
    const clients = [await firm.addClient('Aubertin'), await firm.addClient('Bains')];
    const setup = await open(firm);
    await setup.choose(all);
    await firm.admin.call('POST', `${firm.path}/clients/${clients[0]?.id}/archive`);
    expect(await setup.get()).toMatchObject({ chosen: 1 });
    const erased = await firm.admin.call('POST', `${firm.path}/clients/${clients[1]?.id}/erase`, {
      name: 'Bains',
    });
    expect(erased.status).toBe(200);
    expect(await setup.get()).toMatchObject({ chosen: 0 });
    const kept = await inFirm(platform.database.app, firm.id, (trx) =>
      trx.selectFrom('setup_clients').select('client_id').execute(),
    );
    expect(kept.map(({ client_id }) => client_id)).toEqual([clients[0]?.id]);
  });
});

describe('the steps', () => {
  it('open when the one before is done, and not before', async () => {
    const firm = await testFirm(platform);
    const client = await firm.addClient('Aubertin');
    const setup = await open(firm);
    const closed = { status: 409, body: { code: 'setup_step_closed' } };
    for (const step of ['credentials', 'mapping', 'rules'])
      expect(await setup.goTo(step)).toMatchObject(closed);
    expect(await setup.validate()).toMatchObject(closed);
    expect(await setup.finish()).toMatchObject(closed);
    await setup.choose({ ids: [client.id] });
    expect(await setup.goTo('credentials')).toMatchObject({ status: 200 });
    expect(await setup.goTo('mapping')).toMatchObject(closed);

    const { body } = await setup.validate();
    expect(body.steps.filter(({ isOpen }) => isOpen).map(({ step }) => step)).toEqual([
      ...['clients', 'credentials', 'mapping'],
    ]);
    expect(await setup.goTo('mapping')).toMatchObject({ status: 200, body: { step: 'mapping' } });
    expect(await setup.goTo('rules')).toMatchObject(closed);
    await complete(firm, body.installationId ?? '', client.id);
    expect(await setup.goTo('rules')).toMatchObject({ status: 200, body: { connected: 1, rules: 1 } });
    // Without a chosen client, all that follows is closed, and the first step is shown.
    await setup.choose(all, false);
    expect(await setup.get()).toMatchObject({ step: 'clients', chosen: 0 });
    expect(await setup.finish()).toMatchObject(closed);
  });

  it('have no credentials where nothing is asked: the application is added on leaving the first', async () => {
    const firm = await testFirm(platform);
    await firm.addClient('Aubertin');
    const setup = await open(firm, { application: 'bare' });
    expect(setup.first.steps.map(({ step }) => step)).toEqual(['clients', 'mapping', 'rules']);
    await setup.choose(all);
    expect(await installationsOf(firm)).toEqual([]);
    expect(await setup.goTo('credentials')).toMatchObject({ status: 409 });
    const moved = await setup.goTo('mapping');
    expect(moved).toMatchObject({ status: 200, body: { step: 'mapping', installationState: 'preparing' } });
    await setup.goTo('mapping');
    expect(await installationsOf(firm)).toMatchObject([{ application: 'bare', state: 'preparing' }]);
  });
});

describe('the credentials', () => {
  it('that a partner refuses change nothing; those that work add the application, not started', async () => {
    const firm = await testFirm(platform);
    await firm.addClient('Aubertin');
    const setup = await open(firm);
    await setup.choose(all);
    partner.areCredentialsGood = false;
    expect(await setup.validate()).toMatchObject({
      status: 422,
      body: { code: 'credentials_refused', because: { code: 'credentials_rejected' } },
    });
    expect(await setup.validate({ credentials: {} })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', field: expect.stringContaining('secret') },
    });
    expect(await setup.get()).toMatchObject({ installationId: null, checkedAt: null, identity: null });
    partner.areCredentialsGood = true;
    const { body } = await setup.validate({ ...secret, name: 'Partenaire de Lyon' });
    expect(body).toMatchObject({
      ...{ name: 'Partenaire de Lyon', installationState: 'preparing', identity: 'compte de test' },
      checkedAt: expect.any(String),
    });
    expect(await installationsOf(firm)).toMatchObject([{ state: 'preparing', startedAt: null }]);
  });

  it('are renewed by the next that work, and stay when they do not', async () => {
    const firm = await testFirm(platform);
    await firm.addClient('Aubertin');
    const setup = await open(firm);
    await setup.choose(all);
    const first = (await setup.validate()).body;
    const again = await setup.validate({ credentials: { secret: 'un autre' } });
    expect(again).toMatchObject({
      status: 200,
      body: { installationId: first.installationId, installationState: 'preparing' },
    });
    expect(partner.opened.at(-1)?.credentials).toMatchObject({ secret: 'un autre' });
    partner.refusal = 'credentials_rejected';
    expect((await setup.validate()).status).toBe(422);
    expect(await setup.get()).toMatchObject({ installationState: 'preparing' });
    expect(await installationsOf(firm)).toHaveLength(1);
  });

  it('of two administrators who validate at once make one application', async () => {
    const firm = await testFirm(platform);
    await firm.addClient('Aubertin');
    const colleague = await firm.addUser('admin');
    const setup = await open(firm);
    await setup.choose(all);
    const answers = await Promise.all(
      [firm.admin, colleague, firm.admin].map((user) =>
        user.call<Setup>('POST', `${setup.at}/credentials`, secret),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await installationsOf(firm)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.installationId)).size).toBe(1);
  });
});

describe('ending', () => {
  async function ready() {
    const firm = await testFirm(platform);
    const client = await firm.addClient('Aubertin');
    const setup = await open(firm);
    await setup.choose(all);
    const { installationId } = (await setup.validate()).body;
    await complete(firm, installationId ?? '', client.id);
    return { firm, client, setup, installationId: installationId ?? '' };
  }

  it('starts the application: what arrives from then on leaves, what was there before does not', async () => {
    const { firm, client, setup } = await ready();
    const tree = treeOf(firm, client);
    await tree.drop('/Dépôt', 'avant.pdf');
    const deliveries = async () =>
      (await firm.admin.call<{ items: object[] }>('GET', `${firm.path}/deliveries`)).body.items;
    expect(await deliveries()).toEqual([]);
    const { status, body } = await setup.finish();
    expect({ status, state: body.installation.state }).toEqual({ status: 200, state: 'active' });
    expect(body.startedAt).toBe(body.installation.startedAt);
    expect(await deliveries()).toEqual([]);
    await tree.drop('/Dépôt', 'après.pdf');
    expect(await deliveries()).toMatchObject([{ documentName: 'après.pdf' }]);
    expect(await auditOf(firm)).toContain('installation.started');
    expect(await setup.get()).toMatchObject({ endedAt: body.startedAt, installationState: 'active' });
  });

  it('happens once: an ended wizard changes no more', async () => {
    const { firm, setup } = await ready();
    const ended = { status: 409, body: { code: 'setup_ended' } };
    const answers = await Promise.all([setup.finish(), setup.finish()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    for (const answer of [setup.choose(all), setup.goTo('clients'), setup.validate(), setup.leave()])
      expect(await answer).toMatchObject(ended);
    expect((await open(firm)).id).not.toBe(setup.id);
  });

  it('by giving up forgets the choice, and the application that was not started', async () => {
    const { firm, setup, installationId } = await ready();
    expect((await setup.leave()).status).toBe(204);
    expect(await installationsOf(firm)).toEqual([]);
    expect((await firm.admin.call('GET', setup.at)).status).toBe(404);
    const again = await open(firm);
    expect(again.first).toMatchObject({ installationId: null, chosen: 0 });
    expect(again.id).not.toBe(setup.id);
    const actions = await auditOf(firm);
    expect(actions).toEqual(expect.arrayContaining(['installation.setup_left', 'installation.removed']));
    expect(installationId).not.toBe('');
  });

  it('by giving up leaves an application that runs as it is', async () => {
    const firm = await testFirm(platform);
    const client = await firm.addClient('Aubertin');
    const { id } = await firm.connect('scripted', client.id);
    const setup = await open(firm, { installationId: id });
    expect((await setup.leave()).status).toBe(204);
    expect(await installationsOf(firm)).toMatchObject([{ id, state: 'active', connections: 1 }]);
  });

  it('waits for whoever changes the wizard at that moment', async () => {
    const { firm, setup } = await ready();
    await inFirm(platform.database.app, firm.id, async (trx) => {
      await trx.selectFrom('setups').select('id').where('id', '=', setup.id).forUpdate().execute();
      const finishing = setup.finish();
      await whenBlocked(trx, 1);
      await trx.deleteFrom('setup_clients').where('setup_id', '=', setup.id).execute();
      return { finishing };
    }).then(async ({ finishing }) => {
      expect(await finishing).toMatchObject({ status: 409, body: { code: 'setup_step_closed' } });
    });
    expect(await installationsOf(firm)).toMatchObject([{ state: 'preparing' }]);
  });
});

describe('what is needed before one begins', () => {
  const ask = async (firm: TestFirm, application: string) => {
    const { at } = await open(firm, { application });
    const { body } = await firm.admin.call<{ items: SetupPrerequisite[] }>('GET', `${at}/prerequisites`);
    return new Map(body.items.map((each) => [each.code, each]));
  };

  it('is counted over the clients where the key is one of their attributes', async () => {
    const firm = await testFirm(platform);
    expect((await ask(firm, 'scripted')).get('code')).toMatchObject({ state: 'missing', count: 0, total: 0 });
    const client = await firm.addClient('Aubertin');
    await firm.addClient('Bains');
    await firm.admin.call('PATCH', `${firm.path}/clients/${client.id}`, { code: 'AUB1' });
    const found = await ask(firm, 'scripted');
    expect(found.get('code')).toMatchObject({ state: 'partly', count: 1, total: 2 });
    expect(found.get('role')).toMatchObject({ state: 'done' });
    expect(found.get('credentials')).toMatchObject({
      state: 'unknown',
      label: { fr: 'Vos identifiants Partenaire\u00a0: Clé', en: 'Your Partenaire credentials: Key' },
    });
  });

  it('says that documents by e-mail need a server to leave by', async () => {
    const firm = await testFirm(platform);
    const found = await ask(firm, 'bare');
    expect(found.get('mail')).toMatchObject({ state: 'missing' });
    expect(found.has('sender')).toBe(false);
    expect(found.has('credentials')).toBe(false);
    await firm.admin.call('PATCH', `${firm.path}/mail-settings`, {
      ...{ host: 'smtp.exemple.fr', port: 587, security: 'starttls', user: null },
      ...{ fromAddress: 'cabinet@exemple.fr', fromName: 'Cabinet' },
    });
    const then = await ask(firm, 'bare');
    expect(then.get('mail')).toMatchObject({ state: 'done' });
    expect(then.get('sender')?.label.fr).toContain('cabinet@exemple.fr');
  });
});

async function addClients(firm: TestFirm, count: number, name: string): Promise<void> {
  await inFirm(platform.database.app, firm.id, async (trx) => {
    const at = platform.clock().toISOString();
    await trx
      .insertInto('clients')
      .values(
        Array.from({ length: count }, (_, index) => {
          const numbered = `${name} ${String(index).padStart(4, '0')}`;
          const client = { firm_id: firm.id, id: platform.newId(), name: numbered, created_at: at };
          return { ...client, search_key: numbered.toLowerCase() };
        }),
      )
      .execute();
  });
}
