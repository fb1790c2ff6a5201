import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSettings, variables } from './settings.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'navette-settings-'));
afterAll(() => rm(dataDir, { recursive: true }));

function read(variables: Record<string, string> = {}) {
  return readSettings({ NAVETTE_DATA: dataDir, ...variables });
}

function refusal(variables: Record<string, string>): string {
  try {
    read(variables);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'accepted';
}

describe('settings', () => {
  it('have defaults for everything', () => {
    expect(read()).toMatchObject({ role: 'all', host: '127.0.0.1', port: 4780, dataDir, logLevel: 'info' });
    expect(read().timings.retryDelaysMs).toHaveLength(8);
  });

  it('of bounces come together, so that none comes back where nobody reads', () => {
    const address = { NAVETTE_BOUNCE_ADDRESS: 'Rebonds@exemple.fr' };
    expect(refusal(address)).toContain('NAVETTE_BOUNCE_IMAP_URL');
    expect(refusal({ NAVETTE_BOUNCE_PORT: '2525' })).toContain('NAVETTE_BOUNCE_DOMAIN');
    const url = { NAVETTE_BOUNCE_IMAP_URL: 'imaps://a:secret-planté@imap.exemple.fr' };
    expect(read({ ...address, ...url }).bounceAddress).toBe('rebonds@exemple.fr');
    expect(refusal(url)).not.toContain('planté');
    const long = { ...url, NAVETTE_BOUNCE_ADDRESS: `${'a'.repeat(19)}@exemple.fr` };
    expect(refusal(long)).toContain('NAVETTE_BOUNCE_ADDRESS');
  });

  it('come from the environment; an empty variable counts as none', () => {
    expect(
      read({
        NAVETTE_PORT: '0',
        NAVETTE_ROLE: '',
        NAVETTE_ALLOWED_HOSTS: ' 10.0.0.1:4781, partenaire.local ,,',
        NAVETTE_NEXT_FREE_PORT: 'true',
        NAVETTE_TIMINGS: '{"leaseMs": 5000}',
        NAVETTE_PARTNERS: '{"inqom": {"clientId": "à nous"}}',
      }),
    ).toMatchObject({
      port: 0,
      role: 'all',
      allowedHosts: ['10.0.0.1:4781', 'partenaire.local'],
      nextFreePort: true,
      timings: { leaseMs: 5000, heartbeatMs: 10_000 },
      partners: { inqom: { clientId: 'à nous' } },
    });
  });

  it.each([
    ['NAVETTE_PORT', 'soixante-six'],
    ['NAVETTE_PORT', '65536'],
    ['NAVETTE_ROLE', 'patron'],
    ['NAVETTE_PUBLIC_URL', 'pas une adresse'],
    ['NAVETTE_PLACES', '-7'],
    ['NAVETTE_SMTP_URL', 'https://courrier.fr'],
    ['NAVETTE_SMTP_URL', 'smtp://utilisateur:secret@'],
    ['NAVETTE_MAIL_FROM', 'pas une adresse'],
    ['NAVETTE_NEXT_FREE_PORT', 'peut-être'],
    ['NAVETTE_LOG_LEVEL', 'bavard'],
    ['NAVETTE_PARTNERS', 'secret'],
    ['NAVETTE_PARTNERS', '["secret"]'],
    ['NAVETTE_PARTNERS', '{"inqom": "secret"}'],
    ['NAVETTE_PARTNERS', '{"inqom": {"clientId": 4321}}'],
    ['NAVETTE_TIMINGS', '{"leaseMs": secret}'],
    ['NAVETTE_TIMINGS', '{"leaseMs": "demain"}'],
    ['NAVETTE_TIMINGS', '{"leazeMs": 4321}'],
  ])('that are wrong are refused by the variable’s name, never its value: %s=%s', (variable, value) => {
    const message = refusal({ [variable]: value });
    expect(message).toContain(variable);
    for (const word of value.match(/[\p{L}\d-]{3,}/gu) ?? [])
      if (!['leaseMs', 'leazeMs', 'inqom', 'clientId'].includes(word)) expect(message).not.toContain(word);
  });

  it('come from navette.json too, under the environment; one that is broken is named without its words', async () => {
    const file = join(dataDir, 'navette.json');
    await writeFile(file, '{"port": 5000, "places": 8}');
    expect(read({ NAVETTE_PORT: '6000' })).toMatchObject({ port: 6000, places: 8 });
    await writeFile(file, '{"masterKey": tres-secret}');
    expect(refusal({})).toContain('navette.json is not JSON');
    expect(refusal({})).not.toContain('secret');
    await writeFile(file, '["port"]');
    expect(refusal({})).toContain('navette.json is not a JSON object');
    await writeFile(file, '{"prot": 5000}');
    expect(refusal({})).toContain('prot');
    await rm(file);
  });
});

describe('the page for operators', () => {
  it('lists every variable, and no other', async () => {
    const page = await readFile(new URL('../../../docs/operations/running.md', import.meta.url), 'utf8');
    const listed = page
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => (line.split('|')[1] ?? '').match(/[A-Z_]{5,}/g) ?? []);
    expect(listed.sort()).toEqual(Object.keys(variables).sort());
  });
});
