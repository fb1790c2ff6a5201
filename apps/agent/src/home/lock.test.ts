import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { freshFolder } from '@navette/testkit';
import { describe, expect, it } from 'vitest';
import { acquireLock } from './lock.ts';

describe('the lock of a home', () => {
  it('has one owner, of many who ask at once', async () => {
    await using home = await freshFolder();
    const locks = await Promise.all(Array.from({ length: 20 }, () => acquireLock(home.path, 'run')));
    const owned = locks.filter((lock) => lock !== null);
    expect(owned.length).toBe(1);
    await owned[0]?.release();
    const again = await acquireLock(home.path, 'run');
    expect(again).not.toBeNull();
    await again?.release();
  });

  it('is one, by whatever path the home is reached, and another for each purpose', async () => {
    await using home = await freshFolder();
    await using elsewhere = await freshFolder();
    const other = join(elsewhere.path, 'lien');
    await symlink(home.path, other);
    const lock = await acquireLock(home.path, 'run');
    expect(await acquireLock(other, 'run')).toBeNull();
    const configuration = await acquireLock(other, 'configuration');
    expect(configuration).not.toBeNull();
    await lock?.release();
    await configuration?.release();
  });

  it('dies with its owner', async () => {
    await using home = await freshFolder();
    const script = `
      const { acquireLock } = await import(${JSON.stringify(join(import.meta.dirname, 'lock.ts'))});
      console.log((await acquireLock(${JSON.stringify(home.path)}, 'run')) !== null);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await once(child.stdout, 'data');
    expect(String(said)).toBe('true\n');
    expect(await acquireLock(home.path, 'run')).toBeNull();
    child.kill('SIGKILL');
    await once(child, 'close');
    const lock = await acquireLock(home.path, 'run');
    expect(lock).not.toBeNull();
    await lock?.release();
  });
});
