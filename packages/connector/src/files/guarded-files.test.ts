import { execFile, execFileSync } from 'node:child_process';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DeliveryError } from '../delivery-error.ts';
import { placeDocument } from '../placing/place-document.ts';
import { placeRequest } from '../placing/test-folder.ts';
import { tryFolder } from '../placing/try-folder.ts';
import { createGuardedFiles } from './guarded-files.ts';

const { signal } = new AbortController();
const isRoot = process.getuid?.() === 0;
const canMount = isRoot && process.platform === 'linux';
const unprivileged = fileURLToPath(new URL('../placing/test-unprivileged.ts', import.meta.url));

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'navette-files-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'done',
    (error: unknown) => (error instanceof DeliveryError ? error.code : String(error)),
  );
}

function put(roots: readonly string[], folder: string, path = 'a/facture.pdf') {
  return codeOf(
    placeDocument(createGuardedFiles(roots).open(folder, 'Essai'), path, placeRequest('d1', 'x'), signal),
  );
}

describe('a folder of the server', () => {
  it('is open under a declared one, and itself', async () => {
    const root = await freshFolder();
    await mkdir(join(root, 'sous'));
    expect(await put([root], join(root, 'sous'))).toBe('done');
    expect(await put([root], root)).toBe('done');
    expect(await readFile(join(root, 'sous/a/facture.pdf'), 'utf8')).toBe('x');
  });

  it('is refused when no declared folder holds it, whether it exists or not', async () => {
    const [root, outside] = [await freshFolder(), await freshFolder()];
    expect(await put([], root)).toBe('folder_not_declared');
    expect(await put([root], outside)).toBe('folder_not_declared');
    expect(await put([root], `${root}-voisin`)).toBe('folder_not_declared');
    expect(await put([root], join(root, '..'))).toBe('folder_not_declared');
    expect(await put([root], join(outside, 'absent'))).toBe('folder_not_declared');
    expect(await put([root], 'relatif')).toBe('folder_not_declared');
    expect(await readdir(outside)).toEqual([]);
  });

  it('that does not exist under a declared one is missing, and is not made', async () => {
    const root = await freshFolder();
    expect(await put([root], join(root, 'absent'))).toBe('destination_missing');
    expect(
      await codeOf(tryFolder(createGuardedFiles([root]).open(join(root, 'absent'), 'Essai'), signal)),
    ).toBe('destination_missing');
    expect(await readdir(root)).toEqual([]);
  });

  it('counts as what its links lead to', async () => {
    const [root, outside] = [await freshFolder(), await freshFolder()];
    await symlink(outside, join(root, 'dehors'));
    await symlink(root, join(outside, 'dedans'));
    expect(await put([root], join(root, 'dehors'))).toBe('folder_not_declared');
    expect(await put([root], join(outside, 'dedans'))).toBe('done');
    expect(await readdir(outside)).toEqual(['dedans']);
  });

  it('may be declared by a link', async () => {
    const [real, elsewhere] = [await freshFolder(), await freshFolder()];
    await symlink(real, join(elsewhere, 'partage'));
    expect(await put([join(elsewhere, 'partage')], join(elsewhere, 'partage'))).toBe('done');
    expect(await put([join(elsewhere, 'partage')], real)).toBe('done');
  });

  it('is left by no link inside it, nor by a name', async () => {
    const [root, outside] = [await freshFolder(), await freshFolder()];
    const files = createGuardedFiles([root]).open(root, 'Essai');
    await symlink(outside, join(root, 'a'));
    expect(await put([root], root)).toBe('folder_not_declared');
    expect(await put([root], root, 'a/b/c.pdf')).toBe('folder_not_declared');
    for (const path of ['../x.pdf', 'b/../../x.pdf', '/etc/x.pdf', 'b\\x.pdf', '', 'b//x.pdf'])
      expect(await codeOf(files.write(path, placeRequest('d1', 'x').document, signal)), path).toBe(
        'folder_not_declared',
      );
    expect(await readdir(outside)).toEqual([]);
  });

  it('takes a link under the document’s name for another file, and does not follow it', async () => {
    const [root, outside] = [await freshFolder(), await freshFolder()];
    await writeFile(join(outside, 'secret'), 'x');
    await symlink(join(outside, 'secret'), join(root, 'facture.pdf'));
    await symlink(join(outside, 'neuf'), join(root, '.navette-d1.part'));
    expect(await put([root], root, 'facture.pdf')).toBe('done');
    expect(await readFile(join(root, 'facture (2).pdf'), 'utf8')).toBe('x');
    expect(await readdir(outside)).toEqual(['secret']);
    expect((await readdir(root)).sort()).toEqual(['facture (2).pdf', 'facture.pdf']);
  });

  it('where a file stands is missing', async () => {
    const root = await freshFolder();
    await writeFile(join(root, 'a'), '');
    expect(await put([root], root)).toBe('destination_missing');
    expect(await put([root], join(root, 'a'))).toBe('destination_missing');
  });

  it('can be tried: nothing stays', async () => {
    const root = await freshFolder();
    await tryFolder(createGuardedFiles([root]).open(root, 'Essai'), signal);
    expect(await readdir(root)).toEqual([]);
  });

  it('keeps what is written in it as the account of the server writes files', async () => {
    const root = await freshFolder();
    await put([root], root);
    await using written = await open(join(root, 'a/facture.pdf'));
    expect((await written.stat()).mode & 0o777).toBe(0o666 & ~process.umask());
  });
});

describe('a call that does not come back', () => {
  it.skipIf(process.platform === 'win32')(
    'ends with its signal, and what it opens in the end is closed',
    async () => {
      const root = await freshFolder();
      const pipe = join(root, 'gelé');
      execFileSync('mkfifo', [pipe]);
      const files = createGuardedFiles([root]).open(root, 'Essai');
      const reading = files.read('gelé', AbortSignal.timeout(50))[Symbol.asyncIterator]().next();
      expect(await codeOf(reading)).toBe('partner_unreachable');
      // What waits behind it gives up as well, and has not begun.
      expect(await codeOf(files.rename('a', 'b', AbortSignal.timeout(20)))).toBe('partner_unreachable');
      const writer = await open(pipe, 'w');
      expect(await files.stat('absent', signal)).toBeNull();
      // Only once nobody reads can it be opened for reading without a writer… so that a write fails when the late one was closed.
      await expect
        .poll(() =>
          writer.write('x').then(
            () => 'read',
            () => 'closed',
          ),
        )
        .toBe('closed');
      await writer.close();
    },
  );
});

describe.skipIf(!canMount)('a destination', () => {
  async function mountSmall(options: string): Promise<string> {
    const folder = await freshFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', folder]);
    onTestFinished(() => void execFileSync('umount', [folder]));
    return folder;
  }

  it('that is full says so, keeps nothing half-written, and goes on once there is room', async () => {
    const folder = await mountSmall('size=1m');
    const files = createGuardedFiles([folder]).open(folder, 'Essai');
    await writeFile(join(folder, 'autre'), Buffer.alloc(700_000));
    const request = placeRequest('d1', 'x'.repeat(600_000));
    expect(await codeOf(placeDocument(files, 'a.pdf', request, signal))).toBe('destination_full');
    expect(await readdir(folder)).toEqual(['autre']);
    await rm(join(folder, 'autre'));
    expect(await codeOf(placeDocument(files, 'a.pdf', request, signal))).toBe('done');
  });

  it('that is mounted read-only is forbidden', async () => {
    const folder = await mountSmall('size=1m,ro');
    expect(await put([folder], folder)).toBe('destination_forbidden');
    expect(await codeOf(tryFolder(createGuardedFiles([folder]).open(folder, 'Essai'), signal))).toBe(
      'destination_forbidden',
    );
  });

  it('that the account may not write to is forbidden', async () => {
    const folder = await freshFolder();
    await chmod(folder, 0o755);
    expect(await asUser(folder, 'write')).toBe('destination_forbidden');
    await chown(folder, 65_534, 65_534);
    expect(await asUser(folder, 'write')).toBe('written');
  });

  it('that knows no second names gives the document its name all the same, and never replaces', async () => {
    const folder = await freshFolder();
    await chown(folder, 65_534, 65_534);
    // Linux refuses to link a file of somebody else that one may not write, as a share without links does.
    await writeFile(join(folder, 'd.part'), 'ok', { mode: 0o644 });
    expect(await asUser(folder, 'rename')).toBe('true');
    expect(await readdir(folder)).toEqual(['d.pdf']);
    expect(await readFile(join(folder, 'd.pdf'), 'utf8')).toBe('ok');
    await writeFile(join(folder, 'd.part'), 'autre', { mode: 0o644 });
    expect(await asUser(folder, 'rename')).toBe('false');
    expect(await readFile(join(folder, 'd.pdf'), 'utf8')).toBe('ok');
  });
});

async function asUser(folder: string, action: 'write' | 'rename'): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [unprivileged, folder, action]);
  return stdout;
}
