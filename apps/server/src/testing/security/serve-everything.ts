import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll } from 'vitest';
import { createSetup } from '../../firms/setup.ts';
import { buildServer } from '../../http/server.ts';
import { createLog } from '../../log.ts';
import type { TestPlatform } from '../test-platform.ts';
import type { RouteKey } from './route-key.ts';

/**
 * The whole server, pages included, and the keys of the routes that it registered, those of plugins too. Call it at the top of a
 * test file; it is closed after its last test.
 * @param plant adds to it before it is ready
 */
export async function serveEverything(
  platform: TestPlatform,
  plant?: (server: FastifyInstance) => void,
): Promise<{ server: FastifyInstance; keys: RouteKey[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'navette-pages-'));
  const pages = join(folder, 'pages');
  await writeFile(join(folder, 'secret.txt'), 'secret-planté');
  await mkdirWith(pages, { 'index.html': '<!doctype html><title>Navette</title>' });
  const keys = new Set<RouteKey>();
  // What callers are refused fills the log; what the tests print is what is to be read.
  const quiet = { ...platform, log: createLog('error', () => {}) };
  const server = buildServer(quiet, {
    setup: createSetup(platform),
    pages,
    version: '0.0.0',
    onRoute: ({ method, url }) => {
      for (const each of [method].flat()) keys.add(`${each} ${url}`);
    },
  });
  plant?.(server);
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });
  await server.ready();
  return { server, keys: [...keys].sort() };
}

async function mkdirWith(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}
