/** `npm run firm -- create|list|suspend`: what the operator does, from the terminal of the server. */
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { recordAudit } from '../audit/record-audit.ts';
import { inFirm } from '../database/tenancy.ts';
import { openPlatform } from '../main.ts';
import type { Platform } from '../platform.ts';
import { readSettings } from '../settings.ts';
import { createFirm } from './create-firm.ts';

const usage = `Usage :
  npm run firm -- list
  npm run firm -- create --name "Cabinet Morvan" --admin "Claire Morvan" --email claire@exemple.fr
  npm run firm -- suspend --id <identifiant>
  npm run firm -- resume --id <identifiant>
Le mot de passe de l’administrateur est demandé, ou lu dans NAVETTE_PASSWORD.`;

const minPasswordLength = 10;

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      admin: { type: 'string' },
      email: { type: 'string' },
      id: { type: 'string' },
    },
  });
  const [command] = positionals;
  // What the operator asked for is printed; what the database says of itself is not.
  const settings = readSettings({ NAVETTE_LOG_LEVEL: 'error', ...process.env });
  await using platform = await openPlatform(settings, 'http://localhost');
  if (command === 'list') return await listFirms(platform);
  if (command === 'create') return await create(platform, values);
  if (command === 'suspend' || command === 'resume')
    return await setState(platform, values.id, command === 'suspend' ? 'suspended' : 'active');
  console.error(usage);
  return 2;
}

async function listFirms(platform: Platform): Promise<number> {
  const owner = await platform.database.openClient('owner');
  const { rows } = await owner.query(
    'select id, name, state, web_service_id, created_at from firms order by name, id',
  );
  await owner.end();
  for (const row of rows) {
    const state = row.state === 'active' ? 'actif' : 'suspendu';
    console.log(
      [row.id, row.name, state, row.web_service_id, String(row.created_at).slice(0, 10)].join('\t'),
    );
  }
  if (rows.length === 0) console.log('Aucun cabinet.');
  return 0;
}

async function create(
  platform: Platform,
  values: { name?: string | undefined; admin?: string | undefined; email?: string | undefined },
): Promise<number> {
  const { name, admin, email } = values;
  if (!name || !admin || !email?.includes('@')) {
    console.error(usage);
    return 2;
  }
  const isKnown = (await platform.signIn.findByEmail(email)) !== null;
  const password = isKnown ? '' : await readPassword();
  if (!isKnown && password.length < minPasswordLength) {
    console.error(`Le mot de passe doit avoir au moins ${minPasswordLength} caractères.`);
    return 2;
  }
  const id = await createFirm(platform, { firmName: name, name: admin, email, password });
  console.log(`Cabinet créé : ${id}`);
  if (isKnown) console.log('Ce compte existait déjà : il garde son mot de passe.');
  return 0;
}

async function setState(
  platform: Platform,
  id: string | undefined,
  state: 'active' | 'suspended',
): Promise<number> {
  if (id === undefined || !/^[0-9a-f-]{36}$/i.test(id)) {
    console.error(usage);
    return 2;
  }
  const isFound = await inFirm(platform.database.app, id, async (trx) => {
    const firm = await trx
      .updateTable('firms')
      .set({ state })
      .where('id', '=', id)
      .returning(['id', 'name'])
      .executeTakeFirst();
    if (!firm) return false;
    await recordAudit(
      platform,
      trx,
      { firmId: firm.id, operator: true },
      {
        action: state === 'suspended' ? 'firm.suspended' : 'firm.resumed',
        subjectKind: 'firm',
        subjectId: firm.id,
        subjectName: firm.name,
      },
    );
    return true;
  });
  if (!isFound) {
    console.error('Aucun cabinet n’a cet identifiant. « npm run firm -- list » les montre.');
    return 1;
  }
  console.log(
    state === 'suspended' ? 'Cabinet suspendu : plus rien n’entre ni ne part.' : 'Cabinet réactivé.',
  );
  return 0;
}

async function readPassword(): Promise<string> {
  if (process.env.NAVETTE_PASSWORD !== undefined) return process.env.NAVETTE_PASSWORD;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const password = await terminal.question('Mot de passe de l’administrateur : ');
  terminal.close();
  return password;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
