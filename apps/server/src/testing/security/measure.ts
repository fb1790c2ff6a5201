/** Calls every route as each kind of caller, and says what was answered in the words of the matrix. */
import type { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import type { FastifyInstance, HTTPMethods } from 'fastify';
import { z } from 'zod';
import type { TestPlatform } from '../test-platform.ts';
import { type Recipe, recipes, type Sent } from './requests.ts';
import type { RouteKey } from './route-key.ts';
import { type CallerKind, callerKinds, findCast, type Scene, setScene, signInAgain } from './scene.ts';

/**
 * `sign-in`: asked to sign in (401) · `refused`: known, and may not (403) · `hidden`: not found, as if it did not exist (404) ·
 * `yes`: let in, whatever the rest of the request was worth · `failed`: the server's own mistake (5xx), which says nothing.
 */
export type Verdict = 'sign-in' | 'refused' | 'hidden' | 'yes' | 'failed';

export type Row = Readonly<Record<CallerKind, Verdict>>;

export interface Measured {
  readonly row: Row;
  /** Whether somebody got through: what the request says is then known to be right. */
  readonly isProved: boolean;
}

/**
 * What each route of a server answers to each caller. Whatever succeeded in changing something is followed by a new firm, unless
 * its recipe knows better, so that no cell depends on the one before.
 * @param platform with the connector `scripted`
 * @param server the one to call, of this platform
 */
export async function measureMatrix(
  platform: TestPlatform,
  server: FastifyInstance,
  keys: readonly RouteKey[],
): Promise<ReadonlyMap<RouteKey, Measured>> {
  const cast = await findCast(platform);
  let scene = await setScene(platform, cast);
  const matrix = new Map<RouteKey, Measured>();
  for (const key of keys) {
    const recipe = recipeOf(key);
    const row: Partial<Record<CallerKind, Verdict>> = {};
    let isProved = false;
    for (const kind of callerKinds) {
      const sent = (await recipe.send?.(scene)) ?? {};
      const { status, code } = await callRoute(server, key, scene, kind, sent);
      row[kind] = verdictOf(status, code);
      if (status >= 400) continue;
      isProved = true;
      if (recipe.leaves === 'scene' || isReading(key)) continue;
      const isIntact = recipe.leaves === 'all but the session' && !(await signInAgain(platform, cast, kind));
      if (!isIntact) scene = await setScene(platform, cast);
    }
    matrix.set(key, { row: row as Row, isProved });
  }
  return matrix;
}

/** What is sent to a route; HEAD is sent as its GET is. */
export function recipeOf(key: RouteKey): Recipe {
  return recipes[key] ?? recipes[key.replace(/^HEAD /, 'GET ')] ?? {};
}

function isReading(key: RouteKey): boolean {
  return /^(GET|HEAD|OPTIONS) /.test(key);
}

/** Refusals that are about what the request says: whoever gets one was let in. */
const answersToContent = [
  'wrong_credentials',
  'second_factor_needed',
  'sign_in_restarts',
  'invitation_sign_in',
];

function verdictOf(status: number, code: string | null): Verdict {
  if (status >= 500) return 'failed';
  if (code !== null && answersToContent.includes(code)) return 'yes';
  if (status === 401) return 'sign-in';
  if (status === 403) return 'refused';
  // Other codes with 404 are about what the request says, which only somebody let in is told.
  return status === 404 && code === 'not_found' ? 'hidden' : 'yes';
}

let address = 0;

async function callRoute(
  server: FastifyInstance,
  key: RouteKey,
  scene: Scene,
  kind: CallerKind,
  { params = {}, query, body, bytes, headers }: Sent,
): Promise<{ status: number; code: string | null }> {
  const [method = '', url = ''] = key.split(' ');
  const payload = bytes ?? body;
  // Attempts are limited per address: each call has one of its own.
  address++;
  const answer = await server.inject({
    method: method as HTTPMethods & 'GET',
    url: fillIn(url, { ...scene.ids, ...params }) + (query === undefined ? '' : `?${query}`),
    remoteAddress: `127.${2 + (address >> 16)}.${(address >> 8) & 255}.${address & 255}`,
    payloadAsStream: true,
    headers: {
      ...{ host: 'localhost', origin: 'http://localhost' },
      ...scene.callers[kind].headers,
      ...headers,
    },
    ...(payload && { payload }),
  });
  const status = answer.statusCode;
  if (status >= 400 && method !== 'HEAD') return { status, code: await readCode(answer.stream()) };
  // A stream of events never ends by itself: its status is all that is wanted.
  answer.stream().destroy();
  return { status, code: status === 404 ? 'not_found' : null };
}

async function readCode(problem: Readable): Promise<string | null> {
  const parsed = z.object({ code: z.string() }).safeParse(await json(problem).catch(() => null));
  return parsed.success ? parsed.data.code : 'not_found';
}

/** The address of a route, with ids for its parameters. */
export function fillIn(url: string, ids: Readonly<Record<string, string>>): string {
  return url.replace('/static/*', '/static/swagger-ui.css').replace(/:(\w+)/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`Give the firm of firm-of-everything.ts an id for :${name}`);
    return id;
  });
}
