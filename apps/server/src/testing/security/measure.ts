/** Calls every route as each kind of caller, and says what was answered in the words of the matrix. */
import type { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { type Route, routes } from '@navette/api';
import type { FastifyInstance, HTTPMethods } from 'fastify';
import { z } from 'zod';
import type { TestUser } from '../test-firm.ts';
import { distinctPdf } from '../test-firm.ts';
import { newIdempotencyKey, type TestPlatform } from '../test-platform.ts';
import { type CallerKind, callerKinds, findStranger, type Scene, setScene } from './scene.ts';

/**
 * `sign-in`: asked to sign in (401) · `refused`: known, and may not (403) · `hidden`: not found, as if it did not exist (404) ·
 * `yes`: let in, whatever the rest of the request was worth.
 */
export type Verdict = 'sign-in' | 'refused' | 'hidden' | 'yes';

export type Row = Readonly<Record<CallerKind, Verdict>>;

/** `GET /api/v1/firms/:firm`, as Fastify was told. */
export type RouteKey = string;

const contract = new Map<RouteKey, Route>(
  Object.values<Route>(routes).map((route) => [`${route.method} ${route.path}`, route]),
);

/**
 * What each route of a server answers to each caller. Whatever succeeded in changing something is followed by a new firm, so
 * that no row depends on the one before.
 * @param platform with the connector `scripted`
 * @param server the one to call, of this platform
 */
export async function measureMatrix(
  platform: TestPlatform,
  server: FastifyInstance,
  keys: readonly RouteKey[],
): Promise<ReadonlyMap<RouteKey, Row>> {
  const stranger = await findStranger(platform);
  let scene = await setScene(platform, stranger);
  const matrix = new Map<RouteKey, Row>();
  for (const key of keys) {
    const row: Partial<Record<CallerKind, Verdict>> = {};
    for (const kind of callerKinds) {
      const { status, code } = await callRoute(server, key, scene, scene.callers[kind]);
      row[kind] = verdictOf(status, code);
      if (status < 300 && !/^(GET|HEAD|OPTIONS) /.test(key)) scene = await setScene(platform, stranger);
    }
    matrix.set(key, row as Row);
  }
  return matrix;
}

function verdictOf(status: number, code: string | null): Verdict {
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
  caller: TestUser,
): Promise<{ status: number; code: string | null }> {
  const [method = '', url = ''] = key.split(' ');
  // Attempts are limited per address: each call has one of its own.
  address++;
  const answer = await server.inject({
    method: method as HTTPMethods & 'GET',
    url: fillIn(url, scene.ids),
    remoteAddress: `127.${2 + (address >> 16)}.${(address >> 8) & 255}.${address & 255}`,
    payloadAsStream: true,
    ...requestOf(key, method, caller),
  });
  if (answer.statusCode === 404 && method !== 'HEAD')
    return { status: 404, code: await readCode(answer.stream()) };
  // A stream of events never ends by itself: its status is all that is wanted.
  answer.stream().destroy();
  return { status: answer.statusCode, code: answer.statusCode === 404 ? 'not_found' : null };
}

async function readCode(problem: Readable): Promise<string | null> {
  const parsed = z.object({ code: z.string() }).safeParse(await json(problem).catch(() => null));
  return parsed.success ? parsed.data.code : 'not_found';
}

/** A body of the right kind: uploads get a document, the rest an empty object. */
function requestOf(key: RouteKey, method: string, caller: TestUser) {
  const headers = { host: 'localhost', origin: 'http://localhost', ...caller.headers };
  if (!['POST', 'PATCH', 'PUT', 'DELETE'].includes(method)) return { headers };
  const kind = contract.get(key)?.bodyKind ?? 'json';
  if (kind === 'bytes')
    return {
      payload: distinctPdf(),
      headers: {
        ...headers,
        'content-type': 'application/octet-stream',
        'idempotency-key': newIdempotencyKey(),
      },
    };
  return kind === 'json' ? { payload: {}, headers } : { headers };
}

function fillIn(url: string, ids: Scene['ids']): string {
  const path = url.replace('/static/*', '/static/swagger-ui.css').replace(/:(\w+)/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`Give the firm of firm-of-everything.ts an id for :${name}`);
    return id;
  });
  const needed = contract.has(`POST ${url}`) && contract.get(`POST ${url}`)?.bodyKind === 'bytes';
  return needed ? `${path}?name=a.pdf` : path;
}
