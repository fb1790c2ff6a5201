/** Everything that a platform says to anybody while a test goes on: answers, log lines, what is printed. */
import type { LightMyRequestResponse } from 'fastify';
import { unzipSync } from 'fflate';
import { createLog, type Log } from '../../log.ts';
import type { TestPlatform } from '../test-platform.ts';

export interface Said {
  /** `answer POST /api/v1/…`, `cookies of …`, `log`, `printed`. */
  readonly where: string;
  readonly text: string;
}

export interface Witness {
  /** For the platform: every level is kept, nothing printed. */
  readonly log: Log;
  readonly said: readonly Said[];
  /** From now on, keeps every answer of this platform. */
  listen(platform: TestPlatform): void;
}

export function createWitness(): Witness {
  const said: Said[] = [];
  return {
    said,
    log: createLog('debug', (line) => said.push({ where: 'log', text: line })),
    listen({ server }) {
      const inject = server.inject.bind(server) as (options: unknown) => Promise<LightMyRequestResponse>;
      const kept = async (options: string | { method?: string; url: string }) => {
        const answer = await inject(options);
        const { method = 'GET', url } = typeof options === 'string' ? { url: options } : options;
        said.push(...readAnswer(`${method} ${url.replace(/\?.*/, '')}`, answer));
        return answer;
      };
      Object.assign(server, { inject: kept });
    },
  };
}

function readAnswer(route: string, answer: LightMyRequestResponse): Said[] {
  const { 'set-cookie': cookies = [], ...headers } = answer.headers;
  const text = `${answer.statusCode} ${JSON.stringify(headers)}\n${answer.payload}`;
  return [
    { where: `answer ${route}`, text },
    ...[cookies].flat().map((cookie) => ({ where: `cookies of ${route}`, text: decodeURIComponent(cookie) })),
    ...readArchive(route, answer),
  ];
}

/** What stands in a ZIP or XLSX file, which is packed. */
function readArchive(route: string, { rawPayload }: LightMyRequestResponse): Said[] {
  if (rawPayload.subarray(0, 4).toString('latin1') !== 'PK\u0003\u0004') return [];
  return Object.entries(unzipSync(rawPayload)).map(([name, bytes]) => ({
    where: `answer ${route} ${name}`,
    text: `${name}\n${Buffer.from(bytes).toString('utf8')}`,
  }));
}
