/** The examples of `docs/api/README.md` are whole programs: each is run, as an integrator would, against a real server. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { startWorker } from '../deliveries/worker.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const partner = createScriptedPartner({ requestTimeoutMs: 60_000 });
const platform = await testPlatform([partner.connector]);
const worker = startWorker(platform);
afterAll(() => worker.stop());
const firm = await testFirm(platform);
await firm.admin.call('POST', `${firm.path}/clients`, {
  name: 'Menuiserie Aubertin',
  siret: '73282932000074',
  code: 'AUBERTIN',
});
await firm.addClient('Garage du Lac');
await firm.admin.call('POST', `${firm.path}/installations`, {
  application: 'scripted',
  credentials: { secret: 'secret-planté' },
});
const key = await firm.admin.call<{ token: string }>('POST', `${firm.path}/api-keys`, {
  name: 'Exemples',
  scopes: [
    ...['clients:read', 'documents:read', 'documents:write', 'deliveries:read'],
    ...['applications:read', 'applications:write'],
  ],
});
const url = await platform.server.listen({ host: '127.0.0.1', port: 0 });

const page = readFileSync(new URL('../../../../docs/api/README.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^## (.+?)$[\s\S]*?^```js\n([\s\S]*?)^```/gm)].map(
  ([, title = '', code = '']) => ({
    title,
    code,
  }),
);

async function run(code: string): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { PATH: process.env.PATH, NAVETTE_URL: url, NAVETTE_FIRM: firm.id, NAVETTE_KEY: key.body.token },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (err !== '') throw new Error(err);
  return out;
}

const outputs: Readonly<Record<string, RegExp>> = {
  'Find a client by its SIRET': /^[0-9a-f-]{36} Menuiserie Aubertin\n$/,
  'Read a whole list, page by page': /^2 clients\n$/,
  'Deposit a document, once': /^releve\.csv false true true\n$/,
  'Connect a client to an application, and follow a document':
    /^Menuiserie Aubertin AUBERTIN \/Réception\nPartenaire AUBERTIN delivered \n$/,
  'Wait when the server says so': /^0 undelivered\n$/,
};

describe('the examples of the API', () => {
  it('are those that this test knows', () => {
    expect(examples.map(({ title }) => title)).toEqual(Object.keys(outputs));
  });

  it.each(examples)('run and print what they should: $title', async ({ title, code }) => {
    expect(await run(code)).toMatch(outputs[title] ?? /$never/);
  });
});
