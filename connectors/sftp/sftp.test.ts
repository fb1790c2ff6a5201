/** What the suite does not show of an SFTP server, with a real OpenSSH. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Credentials, type DeliverRequest, openWorld, type Session } from '@navette/connector';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connector } from './sftp.ts';
import { listFiles } from './test-harness.ts';
import { account, canRunOpenSsh, passphrase, type SshServer, startOpenSsh } from './test-openssh.ts';
import { startTcpProxy } from './test-tcp-proxy.ts';

describe.skipIf(!canRunOpenSsh)('OpenSSH', () => {
  let server: SshServer;
  beforeAll(async () => {
    server = await startOpenSsh();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  function open(credentials: Credentials = account, port = server.port): Session {
    const world = openWorld({ allowedHosts: ['127.0.0.1'] });
    const session = connector.open(
      { host: '127.0.0.1', port: String(port), ...credentials },
      world.context(),
    );
    onTestFinished(async () => {
      await session.close();
      await world.close();
    });
    return session;
  }

  /** It sees what was mounted before its start. */
  async function restart(): Promise<void> {
    await server.kill();
    await server.start();
  }

  /** A folder of the account for one test. */
  async function freshFolder(name: string): Promise<string> {
    const path = join(server.home, name);
    await mkdir(path);
    await chown(path, 54_321, 54_321);
    return path;
  }

  describe('signing in', () => {
    test('by password, by key and by a key with a passphrase', async () => {
      const { username } = account;
      const { privateKey, encryptedKey } = server;
      for (const credentials of [
        account,
        { username, privateKey },
        // As it is pasted: Windows line ends, no last one.
        { username, privateKey: privateKey.trim().replaceAll('\n', '\r\n') },
        { username, privateKey: encryptedKey, passphrase },
      ]) {
        const { identity } = await open(credentials).check(deadline());
        expect(identity).toBe(`navette-essai@127.0.0.1:${server.port} (${server.hostKey()})`);
      }
    });

    test.each([
      ['a wrong password', () => ({ ...account, password: 'autre' })],
      ['nobody of that name', () => ({ ...account, username: 'personne' })],
      ['no password and no key', () => ({ username: account.username })],
      ['a key that is none', () => ({ username: account.username, privateKey: 'clé' })],
      ['no passphrase', () => ({ username: account.username, privateKey: server.encryptedKey })],
      [
        'a wrong passphrase',
        () => ({ username: account.username, privateKey: server.encryptedKey, passphrase: 'autre' }),
      ],
    ])('%s is a matter of credentials', async (_, credentials) => {
      await expect(open(credentials()).check(deadline())).rejects.toMatchObject({
        code: 'credentials_rejected',
      });
    });

    test('a changed key of the server is refused before anything is said, at check and at deliver', async () => {
      const { learned } = await open().check(deadline());
      expect(learned).toEqual({ hostKey: server.hostKey() });
      await server.kill();
      await server.changeHostKey();
      await server.start();
      const credentials = { ...account, ...learned };
      const refusal = {
        code: 'host_key_changed',
        class: 'connection',
        params: { host: '127.0.0.1', found: server.hostKey(), known: learned?.hostKey },
      };
      await expect(open(credentials).check(deadline())).rejects.toMatchObject(refusal);
      await expect(open(credentials).deliver(makeRequest('a', 'x'), deadline())).rejects.toMatchObject(
        refusal,
      );
      expect(await server.log()).not.toMatch(/userauth-request|Failed password|Accepted/);
      expect(listFiles(server.home)).toEqual([]);
      // Accepted on purpose: emptied, it is learned anew.
      expect((await open().check(deadline())).learned).toEqual({ hostKey: server.hostKey() });
    });
  });

  describe('a folder', () => {
    test('that does not exist is missing, and is not made', async () => {
      const session = open({ ...account, folder: 'absent' });
      const missing = { code: 'destination_missing', params: { folder: 'absent', partner: '127.0.0.1' } };
      await expect(session.check(deadline())).rejects.toMatchObject(missing);
      await expect(session.deliver(makeRequest('a', 'x'), deadline())).rejects.toMatchObject({
        code: 'destination_missing',
      });
      expect(await readdir(server.home)).not.toContain('absent');
    });

    test('that the account may not write to is forbidden', async () => {
      await chmod(await freshFolder('lecture'), 0o555);
      const session = open({ ...account, folder: 'lecture' });
      await expect(session.check(deadline())).rejects.toMatchObject({ code: 'destination_forbidden' });
      await expect(session.deliver(makeRequest('a', 'x'), deadline())).rejects.toMatchObject({
        code: 'destination_forbidden',
      });
    });

    test('on a disk that is mounted read-only is forbidden', async () => {
      const path = await freshFolder('figé');
      mountSmall(path, 'ro');
      await restart();
      await expect(open({ ...account, folder: 'figé' }).check(deadline())).rejects.toMatchObject({
        code: 'destination_forbidden',
      });
    });

    test('on a full disk says so, keeps nothing half-written, and takes it once there is room', async () => {
      const path = await freshFolder('plein');
      mountSmall(path, 'size=2m,uid=54321,gid=54321');
      await restart();
      await writeFile(join(path, 'autre'), Buffer.alloc(1_500_000));
      const session = open({ ...account, folder: 'plein' });
      const request = makeRequest('grand', 'x'.repeat(1_000_000));
      await expect(session.deliver(request, deadline())).rejects.toMatchObject({
        code: 'destination_full',
        class: 'temporary',
      });
      expect(listFiles(path)).toEqual([join(path, 'autre')]);
      await rm(join(path, 'autre'));
      expect(await session.deliver(request, deadline())).toMatchObject({ state: 'confirmed' });
    });

    test('may be given from the top, and with a slash at its end', async () => {
      const path = await freshFolder('absolu');
      const session = open({ ...account, folder: `${path}/` });
      const { partnerRef } = await session.deliver(makeRequest('a', 'x'), deadline());
      expect(await readFile(join(path, partnerRef ?? ''), 'utf8')).toBe('x');
    });
  });

  describe('a document', () => {
    test('keeps its name in the form that every system writes, and is found under it', async () => {
      await freshFolder('noms');
      const session = open({ ...account, folder: 'noms' });
      const request = makeRequest('e\u0301te\u0301', 'x');
      const { partnerRef } = await session.deliver(request, deadline());
      expect(partnerRef).toBe('DUPONT/achats/2026-11-21-\u00e9t\u00e9.pdf');
      expect(await session.find?.(request, deadline())).toEqual({ partnerRef, state: 'confirmed' });
    });

    test('of the same content is there once, of other content gets the next name', async () => {
      const path = await freshFolder('doublons');
      const session = open({ ...account, folder: 'doublons' });
      for (const text of ['un', 'un', 'deux', 'deux', 'un'])
        await session.deliver(makeRequest('facture', text), deadline());
      const found = await Promise.all(listFiles(path).map((file) => readFile(file, 'utf8')));
      expect(found.sort()).toEqual(['deux', 'un']);
    });

    test('never takes the name of another, however many come at once by several connections', async () => {
      const path = await freshFolder('ensemble');
      const sessions = [1, 2, 3].map(() => open({ ...account, folder: 'ensemble' }));
      const texts = Array.from({ length: 12 }, (_, index) => `document ${index}`);
      await Promise.all(
        texts.map((text, index) => sessions[index % 3]?.deliver(makeRequest('facture', text), deadline())),
      );
      const found = await Promise.all(listFiles(path).map((file) => readFile(file, 'utf8')));
      expect(found.sort()).toEqual(texts.sort());
    });

    test('never takes the name of another where the server makes no links and replaces nothing', async () => {
      await using linkless = await startOpenSsh({ denied: ['hardlink', 'posix-rename'] });
      const sessions = [1, 2].map(() => open(account, linkless.port));
      const texts = Array.from({ length: 6 }, (_, index) => `document ${index}`);
      await Promise.all(
        texts.map((text, index) => sessions[index % 2]?.deliver(makeRequest('facture', text), deadline())),
      );
      const found = await Promise.all(listFiles(linkless.home).map((file) => readFile(file, 'utf8')));
      expect(found.sort()).toEqual(texts.sort());
    });

    test('of 50 MB is read as the server takes it, and not before', async () => {
      const path = await freshFolder('grand');
      const session = open({ ...account, folder: 'grand' });
      const sizeBytes = 50_000_000;
      const piece = Buffer.alloc(250_000, 'navette ');
      const hash = createHash('sha256');
      for (let written = 0; written < sizeBytes; written += piece.length) hash.update(piece);
      let leadBytes = 0;
      const takenBytes = () => listFiles(path).reduce((sum, file) => sum + statSync(file).size, 0);
      async function* pieces() {
        for (let read = 0; read < sizeBytes; read += piece.length) {
          leadBytes = Math.max(leadBytes, read - takenBytes());
          yield piece;
        }
      }
      const request = makeRequest('grand', '');
      const document = {
        ...request.document,
        ...{ sizeBytes, sha256: hash.digest('hex'), open: () => ReadableStream.from(pieces()) },
      };
      await session.deliver({ ...request, document }, AbortSignal.timeout(50_000));
      expect(leadBytes).toBeLessThan(2_000_000);
    }, 60_000);
  });

  describe('a server that goes away', () => {
    test('in the middle of a document leaves nothing under its name, and the same session goes on once it is back', async () => {
      const path = await freshFolder('parti');
      const session = open({ ...account, folder: 'parti' });
      const whole = Buffer.alloc(4_000_000, 'x');
      let killed: Promise<void> | null = null;
      async function* killing() {
        for (let start = 0; start < whole.length; start += 100_000) {
          if (start === 2_000_000) killed = server.kill();
          await killed;
          yield whole.subarray(start, start + 100_000);
        }
      }
      const request = makeRequest('facture', whole.toString());
      const document = { ...request.document, open: () => ReadableStream.from(killing()) };
      await expect(session.deliver({ ...request, document }, deadline())).rejects.toMatchObject({
        code: 'partner_unreachable',
      });
      await expect(session.deliver(request, deadline())).rejects.toMatchObject({
        code: 'partner_unreachable',
      });
      expect(listFiles(path).every((file) => file.includes('/.navette-'))).toBe(true);
      await server.start();
      await session.deliver(request, deadline());
      expect(listFiles(path)).toEqual([join(path, 'DUPONT/achats/2026-11-21-facture.pdf')]);
    });

    test('without a word does not hold up the end of a session', async () => {
      await freshFolder('muet');
      await using proxy = await startTcpProxy(server.port);
      const session = open({ ...account, folder: 'muet' }, proxy.port);
      await session.deliver(makeRequest('a', 'x'), deadline());
      proxy.freeze();
      const closed = session.close().then(() => 'closed');
      const late = new Promise((resolve) => setTimeout(resolve, 45_000, 'late').unref());
      expect(await Promise.race([closed, late])).toBe('closed');
    });

    test('is connected to once for many deliveries, and again when the connection dropped', async () => {
      await freshFolder('une-fois');
      await using proxy = await startTcpProxy(server.port);
      const session = open({ ...account, folder: 'une-fois' }, proxy.port);
      const deliver = (name: string) => session.deliver(makeRequest(name, name), deadline());
      await Promise.all(['a', 'b', 'c', 'd'].map(deliver));
      expect(proxy.connections).toBe(1);
      proxy.order(() => 'cut');
      await expect(deliver('e')).rejects.toMatchObject({ class: 'temporary' });
      proxy.clearFaults();
      await deliver('e');
      expect(proxy.connections).toBeGreaterThan(1);
    });
  });
});

function mountSmall(path: string, options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', path]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', path]));
}

function makeRequest(name: string, text: string): DeliverRequest {
  const bytes = Buffer.from(text);
  return {
    deliveryId: createHash('sha256').update(`${name} ${text}`).digest('hex').slice(0, 32),
    clientKey: 'DUPONT',
    clientName: 'Boulangerie Dupont',
    type: 'purchase',
    document: {
      name: `${name}.pdf`,
      mediaType: 'application/pdf',
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      depositor: 'Camille Dupont',
      receivedOn: '2026-11-21',
      readEInvoice: async () => null,
      open: () => new Blob([bytes]).stream(),
    },
  };
}

function deadline(): AbortSignal {
  return AbortSignal.timeout(50_000);
}
