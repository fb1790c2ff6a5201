import { routes } from '@navette/api';
import { signInTo } from '@navette/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from './run-program.ts';
import { type Platform, pathOf, startPlatform } from './start-platform.ts';

const administrator = {
  firmName: 'Morvan & Associés',
  name: 'Claire Morvan',
  email: 'claire.morvan@cabinet.example',
  password: 'un mot de passe long',
};

let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform();
});

afterAll(() => platform[Symbol.asyncDispose]());

function setUp(token: string | null) {
  return fetch(`${platform.url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, ...administrator }),
  });
}

async function firmCommand(...args: string[]) {
  return runProgram(pathOf('apps/server/src/firms/firm-command.ts'), args, {
    env: { ...platform.env, NAVETTE_PASSWORD: 'encore un mot de passe' },
  });
}

describe('the first run', () => {
  it('is closed to a link that was made up', async () => {
    const answer = await setUp('deviné');
    expect(answer.ok).toBe(false);
    expect(await answer.json()).toMatchObject({ code: 'setup_link_used' });
  });

  it('creates the firm and its administrator through the link of the terminal, once', async () => {
    const token = new URL(platform.setupLink ?? '').searchParams.get('token');
    expect((await setUp(token)).status).toBe(201);
    const second = await setUp(token);
    expect(second.ok).toBe(false);
    expect(await second.json()).toMatchObject({ code: 'setup_link_used' });
    const api = await signInTo(platform.url, administrator.email, administrator.password);
    const { firms } = await api.call(routes.me);
    expect(firms).toMatchObject([{ name: administrator.firmName, role: 'admin' }]);
  });

  it('gives no link any more at the next start', async () => {
    await platform.restart();
    expect(platform.setupLink).toBeNull();
    const api = await signInTo(platform.url, administrator.email, administrator.password);
    expect((await api.call(routes.about)).needsSetup).toBe(false);
  });
});

describe('the operator, from the terminal while the platform runs', () => {
  let id = '';

  it('creates a firm, whose administrator signs in at once', async () => {
    const created = await firmCommand(
      'create',
      ...['--name', 'Cabinet Dupré', '--admin', 'Luc Dupré', '--email', 'luc@dupre.example'],
    );
    expect(created.code, created.stderr).toBe(0);
    id = /Cabinet créé : ([0-9a-f-]{36})/.exec(created.stdout)?.[1] ?? '';
    const api = await signInTo(platform.url, 'luc@dupre.example', 'encore un mot de passe');
    expect(await api.call(routes.me)).toMatchObject({ firms: [{ id, name: 'Cabinet Dupré' }] });
  });

  it('lists the firms with their state', async () => {
    const { code, stdout } = await firmCommand('list');
    expect(code).toBe(0);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t').slice(1, 3));
    expect(rows).toEqual([
      ['Cabinet Dupré', 'actif'],
      ['Morvan & Associés', 'actif'],
    ]);
  });

  it('suspends a firm: its people are kept out, the others’ are not', async () => {
    const api = await signInTo(platform.url, 'luc@dupre.example', 'encore un mot de passe');
    const suspended = await firmCommand('suspend', '--id', id);
    expect(suspended.code, suspended.stderr).toBe(0);
    const refused = api.call(routes.getFirm, { params: { firm: id } });
    await expect(refused).rejects.toMatchObject({ code: 'firm_suspended' });
    const other = await signInTo(platform.url, administrator.email, administrator.password);
    const { firms } = await other.call(routes.me);
    const firm = firms.find(({ name }) => name === administrator.firmName)?.id ?? '';
    expect(await other.call(routes.getFirm, { params: { firm } })).toMatchObject({ id: firm });
    expect((await firmCommand('list')).stdout).toContain('Cabinet Dupré\tsuspendu');
  });

  it('is told when no firm has that identifier', async () => {
    const { code, stderr } = await firmCommand('suspend', '--id', '01890000-0000-7000-8000-000000000000');
    expect(code).toBe(1);
    expect(stderr).toContain('Aucun cabinet n’a cet identifiant');
  });
});
