/** The command line, as processes of its own. */
import { spawn } from 'node:child_process';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freshFolder, type ReceivingServer, startReceivingServer } from '@navette/testkit';
import { describe, expect, it, vi } from 'vitest';
import { listNames, newRig } from '../testing/rig.ts';
import { selfSigned } from '../testing/self-signed.ts';
import { until } from '../testing/until.ts';
import { exitCodes } from './output.ts';

// Whole agents at work, many at once: a busy machine takes its time.
vi.setConfig({ testTimeout: 90_000 });

const program = join(import.meta.dirname, '../main.ts');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function call(
  words: readonly string[],
  input = '',
  environment: Record<string, string> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...words], { env: { ...process.env, ...environment } });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  // French sentences have no-break spaces before their double marks.
  const [shown, failed] = [out, err].map((each) => each.replaceAll('\u00a0', ' '));
  return { code: await ended, out: shown ?? '', err: failed ?? '' };
}

function pairWords(server: ReceivingServer, home: string, changes: Record<string, string> = {}): string[] {
  const options = {
    '--url': server.url,
    '--web-service-id': server.firm.webServiceId,
    '--email': server.account.email,
    '--home': home,
    '--name': 'Poste 1',
    ...changes,
  };
  return ['pair', ...Object.entries(options).flat(), '--password-stdin'];
}

async function serve(server: Server): Promise<AsyncDisposable & { readonly port: number }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const answerWith =
  (status: number, type: string, body: string): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': type }).end(body);

describe.concurrent('pair', () => {
  it('exchanges the password for a token and keeps neither where others can read', async () => {
    await using folder = await freshFolder();
    await using server = await startReceivingServer();
    const words = pairWords(server, folder.path, { '--url': ` ${server.url.replace('//', '// ')}/ ` });
    const ended = await call([...words, '--json'], `${server.account.password}\n`);
    expect(ended).toMatchObject({ code: exitCodes.ok, err: '' });
    expect(JSON.parse(ended.out)).toMatchObject({
      paired: true,
      url: server.url,
      firm: { id: server.firm.id },
    });
    expect((await stat(join(folder.path, 'token'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder.path, 'configuration.json'))).mode & 0o777).toBe(0o600);
    const token = await readFile(join(folder.path, 'token'), 'utf8');
    for (const name of await listNames(folder.path)) {
      const kept = await readFile(join(folder.path, name), 'utf8');
      expect(kept).not.toContain(server.account.password);
      if (name !== 'token') expect(kept).not.toContain(token);
    }
    expect(ended.out).not.toContain(token);
  });

  it('takes the password of scripts from the environment', async () => {
    await using folder = await freshFolder();
    await using server = await startReceivingServer();
    const words = pairWords(server, folder.path).filter((word) => word !== '--password-stdin');
    const ended = await call(words, '', { NAVETTE_PASSWORD: server.account.password });
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('Poste appairé avec Cabinet Test') });
    expect((await call(words)).err).toContain('Mot de passe manquant');
  });

  it('gives the code of an account that has a second factor', async () => {
    await using folder = await freshFolder();
    await using server = await startReceivingServer();
    server.code = '123456';
    const words = pairWords(server, folder.path);
    const asked = await call(words, server.account.password);
    expect(asked).toMatchObject({ code: exitCodes.notAllowed, out: '' });
    expect(asked.err).toContain('second facteur');
    const wrong = await call([...words, '--code', '000000'], server.account.password);
    expect(wrong.err).toContain('Ce code n’est pas le bon');
    expect(await listNames(folder.path)).not.toContain('token');
    const ended = await call([...words, '--code', '123456'], server.account.password);
    expect(ended).toMatchObject({ code: 0, err: '' });
  });

  it.each([
    [{ '--web-service-id': 'WS-AUTRE' }, 'Identifiant de web service inconnu', exitCodes.notAllowed],
    [{ '--email': 'autre@cabinet.test' }, 'E-mail ou mot de passe incorrect', exitCodes.notAllowed],
    [{ '--url': 'http://127.0.0.1:1' }, 'Adresse injoignable : http://127.0.0.1:1', exitCodes.server],
    [{ '--url': 'https://nulle-part.invalid' }, 'Adresse injoignable', exitCodes.server],
  ])('says what is wrong with %j', async (change, sentence, code) => {
    await using folder = await freshFolder();
    await using server = await startReceivingServer();
    const ended = await call(pairWords(server, folder.path, change), server.account.password);
    expect(ended.err).toContain(sentence);
    expect(ended).toMatchObject({ code, out: '' });
    expect(await listNames(folder.path)).not.toContain('token');
  });

  it('says that an address is not Navette', async () => {
    await using folder = await freshFolder();
    await using server = await startReceivingServer();
    const others: RequestListener[] = [
      answerWith(200, 'text/html', '<html>'),
      answerWith(200, 'application/json', '{"product":"autre"}'),
      answerWith(404, 'text/html', 'Not found'),
      answerWith(404, 'application/json', '{"error":"x"}'),
      (_, response) => response.writeHead(302, { location: 'https://portail.invalid/login' }).end(),
    ];
    for (const listener of others) {
      await using other = await serve(createServer(listener));
      const change = { '--url': `127.0.0.1:${other.port}/page` };
      const ended = await call(pairWords(server, folder.path, change), server.account.password);
      expect(ended.err).toContain('mais ce n’est pas Navette');
      expect(ended.code).toBe(exitCodes.server);
    }
  });

  it('follows a server that has moved, and takes the root of a page that was pasted', async () => {
    await using folder = await freshFolder();
    await using server = await startReceivingServer();
    await using old = await serve(
      createServer((request, response) =>
        response.writeHead(301, { location: server.url + request.url }).end(),
      ),
    );
    for (const url of [`http://127.0.0.1:${old.port}`, `${server.url}/ressources?x=1`]) {
      const ended = await call(
        [...pairWords(server, folder.path, { '--url': url }), '--json'],
        server.account.password,
      );
      expect(ended).toMatchObject({ err: '', out: expect.stringContaining(`"url":"${server.url}"`) });
    }
  });

  it('says what is wrong with a certificate, and that a server does not speak HTTPS', async () => {
    await using folder = await freshFolder();
    await using server = await startReceivingServer();
    await using unknown = await serve(createTlsServer(selfSigned, answerWith(200, 'text/html', '')));
    const url = `https://127.0.0.1:${unknown.port}`;
    const ended = await call(pairWords(server, folder.path, { '--url': url }), server.account.password);
    expect(ended).toMatchObject({
      code: exitCodes.server,
      err: `Le certificat de ${url} n’est pas accepté : il est signé par lui-même.\n`,
    });
    const plain = await call(
      pairWords(server, folder.path, { '--url': server.url.replace('http:', 'https:') }),
      server.account.password,
    );
    expect(plain.err).toContain('écrivez http://');
  });

  it('says that the clock is off', async () => {
    await using folder = await freshFolder();
    await using server = await startReceivingServer();
    server.time = new Date(Date.now() - 3 * 3_600_000).toISOString();
    const ended = await call([...pairWords(server, folder.path), '--lang', 'en'], server.account.password);
    expect(ended).toMatchObject({
      code: exitCodes.server,
      err: 'This computer’s clock is off by 3 h. Set it right.\n',
    });
  });

  it('waits for the agent to be stopped', async () => {
    await using rig = await newRig();
    await using _ = await rig.run();
    const ended = await call(pairWords(rig.server, rig.home), rig.server.account.password);
    expect(ended).toMatchObject({
      code: exitCodes.alreadyRunning,
      err: expect.stringContaining('déjà en marche'),
    });
  });
});

describe.concurrent('add', () => {
  it('finds the client by its name, its SIRET with spaces, or its id', async () => {
    await using rig = await newRig();
    for (const client of ['boulangerie martin', '732 829 320 00074', rig.server.client.id]) {
      const deposit = join(rig.path, client.replaceAll(' ', ''));
      const words = ['add', '--deposit', deposit, '--archive', `${deposit} archive`, '--client', client];
      const ended = await call([
        ...words,
        '--folder',
        'achats/',
        '--type',
        'achat',
        '--home',
        rig.home,
        '--json',
      ]);
      expect(ended).toMatchObject({ code: 0, err: '' });
      expect(JSON.parse(ended.out)).toMatchObject({
        warning: null,
        added: {
          clientId: rig.server.client.id,
          folderId: rig.server.folder.id,
          folderPath: '/Achats',
          documentType: 'purchase',
        },
      });
    }
    const listed = await call(['list', '--home', rig.home, '--json']);
    expect(JSON.parse(listed.out).hotFolders.length).toBe(4);
  });

  it('warns that files are removed when there is no archive', async () => {
    await using rig = await newRig();
    const words = [
      'add',
      '--deposit',
      join(rig.path, 'x'),
      '--client',
      'Boulangerie Martin',
      '--folder',
      '/Achats',
    ];
    const ended = await call([...words, '--home', rig.home]);
    expect(ended.out).toContain('sans répertoire d’archivage, les fichiers seront retirés');
  });

  it.each([
    [['--client', 'Inconnu'], exitCodes.destination, '« Inconnu » ne désigne pas une seule destination'],
    [['--folder', '/Nulle part'], exitCodes.destination, 'Trouvé : /Achats, /Ventes'],
    [['--deposit', 'Dépôt'], exitCodes.directories, 'ne peuvent pas se recouvrir'],
    [['--deposit', join('Dépôt', 'sous')], exitCodes.directories, 'ne peuvent pas se recouvrir'],
    [['--deposit', '.'], exitCodes.directories, 'ne peuvent pas se recouvrir'],
    [['--deposit', join('Archives', 'sous')], exitCodes.directories, 'ne peuvent pas se recouvrir'],
    [['--deposit', 'Refusés'], exitCodes.directories, 'ne peuvent pas se recouvrir'],
    [['--archive', join('nouveau', 'archive')], exitCodes.directories, 'ne peuvent pas se recouvrir'],
    [['--archive', join('Dépôt', 'archive')], exitCodes.directories, 'ne peuvent pas se recouvrir'],
    [['--type', 'facture'], exitCodes.usage, 'Valeur refusée : --type <type>'],
  ])('refuses %j', async ([name = '', value = ''], code, sentence) => {
    await using rig = await newRig();
    const options: Record<string, string> = {
      '--deposit': 'nouveau',
      '--archive': 'nouvelle archive',
      '--client': 'Boulangerie Martin',
      '--folder': '/Achats',
      [name]: value,
    };
    for (const each of ['--deposit', '--archive']) options[each] = join(rig.path, options[each] ?? '');
    const ended = await call(['add', ...Object.entries(options).flat(), '--home', rig.home]);
    expect(ended.err).toContain(sentence);
    expect(ended.code).toBe(code);
    expect(JSON.parse((await call(['list', '--home', rig.home, '--json'])).out).hotFolders.length).toBe(1);
  });

  it('makes the destination when asked to', async () => {
    await using rig = await newRig();
    const words = [
      'add',
      '--deposit',
      join(rig.path, 'x'),
      '--client',
      'Boulangerie Martin',
      '--folder',
      '/Social/Paie',
    ];
    const ended = await call([...words, '--create-folder', '--home', rig.home, '--json']);
    expect(JSON.parse(ended.out)).toMatchObject({ added: { folderPath: '/Social/Paie' } });
  });

  it('made twice at the same time adds both', async () => {
    await using rig = await newRig();
    const add = (name: string) =>
      call([
        'add',
        '--deposit',
        join(rig.path, name),
        '--client',
        'Boulangerie Martin',
        '--folder',
        '/Achats',
        '--home',
        rig.home,
      ]);
    await Promise.all([add('x'), add('y'), add('z')]);
    expect(JSON.parse((await call(['list', '--home', rig.home, '--json'])).out).hotFolders.length).toBe(4);
  });
});

describe.concurrent('the other commands', () => {
  it('remove takes a hot folder out by its directory', async () => {
    await using rig = await newRig();
    expect(await call(['remove', rig.depositDir, '--home', rig.home])).toMatchObject({ code: 0 });
    expect((await call(['list', '--home', rig.home])).out).toContain('Aucun répertoire de dépôt');
    expect((await call(['remove', rig.depositDir, '--home', rig.home])).code).toBe(exitCodes.destination);
  });

  it('run says that it is ready, and stops on SIGTERM and SIGINT', async () => {
    await using rig = await newRig();
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      await using agent = rig.spawn();
      await agent.ready;
      expect(agent.lines[0]).toMatchObject({ ready: true, hotFolders: 1, server: rig.server.url });
      agent.signal(signal);
      expect(await agent.ended).toBe(0);
      expect(agent.lines.at(-1)).toEqual({ stopped: true });
    }
  });

  it('run refuses a second one, and needs a paired computer', async () => {
    await using rig = await newRig();
    await using agent = rig.spawn();
    await agent.ready;
    expect((await call(['run', '--home', rig.home])).code).toBe(exitCodes.alreadyRunning);
    const empty = join(rig.path, 'vide');
    await mkdir(empty);
    expect(await call(['run', '--home', empty])).toMatchObject({
      code: exitCodes.notAllowed,
      err: expect.stringContaining('pas encore appairé'),
    });
  });

  it('run ends with its own code when this computer is revoked', async () => {
    await using rig = await newRig();
    rig.server.revoke();
    await using agent = rig.spawn();
    expect(await agent.ended).toBe(exitCodes.notAllowed);
  });

  it('status works while the agent runs, and after', async () => {
    await using rig = await newRig();
    const status = async () => JSON.parse((await call(['status', '--home', rig.home, '--json'])).out);
    {
      await using agent = rig.spawn();
      await agent.ready;
      await until(async () => (await status()).server.lastContactAt !== null);
      expect(await status()).toMatchObject({
        running: true,
        hotFolders: [{ waiting: 0, refused: 0, depositDir: rig.depositDir }],
      });
    }
    expect(await status()).toMatchObject({ running: false, pid: null, journal: { open: 0, damaged: 0 } });
    expect((await call(['status', '--home', rig.home])).out).toContain('À l’arrêt');
  });

  it('say what was not understood, in the language asked for', async () => {
    expect(await call(['partir'])).toMatchObject({
      code: exitCodes.usage,
      err: 'partir n’existe pas. Voyez --help.\n',
    });
    expect(await call(['run', '--vite', '--lang', 'en'])).toMatchObject({
      code: exitCodes.usage,
      err: '--vite does not exist. See --help.\n',
    });
    expect((await call(['pair', '--url', 'x'])).err).toContain('Il manque --web-service-id');
    expect(await call(['--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('appairer ce poste'),
    });
  });
});
