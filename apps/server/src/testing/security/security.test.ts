/** `npm run security`: what every route of the server answers to each kind of caller, against the table written by hand. */

import { routes } from '@navette/api';
import type { Connector } from '@navette/connector';
import { describe, expect, it } from 'vitest';
import { testMailServer } from '../mail-server.ts';
import { createScriptedPartner } from '../scripted-partner.ts';
import { testPlatform } from '../test-platform.ts';
import { measureMatrix, recipeOf } from './measure.ts';
import { recipes } from './requests.ts';
import { callerKinds } from './scene.ts';
import { serveEverything } from './serve-everything.ts';
import { readTable } from './table.ts';

const partner = createScriptedPartner().connector;
/** Lists dossiers too: none. */
const connector: Connector = {
  ...partner,
  open: (...given) => ({ ...partner.open(...given), async *listDossiers() {} }),
};
const platform = await testPlatform([connector], {}, { mailServer: await testMailServer() });

const table = readTable();
const { server, keys } = await serveEverything(platform);

describe('who may call what', () => {
  it('is said by the table for each route that the server registers, and for no other', () => {
    expect(keys.filter((key) => !table.has(key))).toEqual([]);
    expect([...table.keys()].filter((key) => !keys.includes(key))).toEqual([]);
  });

  it('is answered as the table says, by every route to every kind of caller', async () => {
    const started = performance.now();
    const matrix = await measureMatrix(platform, server, keys);
    const mismatches = [];
    const lines = [`${callerKinds.map((kind) => kind.padEnd(13)).join('')}route`];
    for (const [key, { row }] of matrix) {
      lines.push(`${callerKinds.map((kind) => row[kind].padEnd(13)).join('')}${key}`);
      for (const kind of callerKinds) {
        const expected = table.get(key)?.[kind];
        if (expected !== row[kind]) mismatches.push(`${key} to ${kind}: ${row[kind]}, not ${expected}`);
      }
    }
    const unproved = [...matrix].filter(([key, { isProved }]) => !isProved && !recipeOf(key).unproved);
    lines.push(
      `${unproved.length} routes that nobody got through, without a reason (requests.ts)`,
      `${mismatches.length} mismatches in ${matrix.size} × ${callerKinds.length}, in ${Math.round((performance.now() - started) / 1000)} s`,
    );
    console.log(lines.join('\n'));
    expect(mismatches).toEqual([]);
    // A request that is refused for what it says would hide who is refused for who he is.
    expect(unproved.map(([key]) => key)).toEqual([]);
  }, 300_000);

  it('is asked for routes that are there, with reasons that are true', () => {
    expect(Object.keys(recipes).filter((key) => !keys.includes(key))).toEqual([]);
  });

  it('is found to differ when a route is opened to everybody', async () => {
    const { who } = routes.listAgents;
    Object.assign(routes.listAgents, { who: ['anyone'] });
    try {
      const opened = await serveEverything(platform);
      const key = 'GET /api/v1/firms/:firm/agents';
      const matrix = await measureMatrix(platform, opened.server, [key]);
      expect(matrix.get(key)?.row).not.toEqual(table.get(key));
    } finally {
      Object.assign(routes.listAgents, { who });
    }
  });

  it('is missing in the table when a route is added without a line', async () => {
    const added = await serveEverything(platform, (one) => {
      one.get('/api/v1/porte-derobee', async () => 'entrez');
    });
    expect(added.keys.filter((key) => !table.has(key))).toEqual([
      'GET /api/v1/porte-derobee',
      'HEAD /api/v1/porte-derobee',
    ]);
  });
});
