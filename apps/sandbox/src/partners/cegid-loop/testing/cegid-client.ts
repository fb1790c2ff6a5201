import {
  type Answer,
  createHttpClient,
  type Distortion,
  type HttpClient,
} from '../../../testing/http-client.ts';
import { makePdf } from '../../../testing/make-document.ts';
import defaultSeed from '../default-seed.json' with { type: 'json' };

export interface CegidClient extends Pick<HttpClient, 'order'> {
  /** `undefined` takes a parameter away. */
  store(
    parameters?: Record<string, string | undefined>,
    bytes?: Uint8Array<ArrayBuffer>,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  list(query?: string, headers?: Record<string, string>): Promise<Answer>;
}

const goodKey = { 'x-apikey': defaultSeed.credentials.apiKey };

/** A plain HTTP client of the played Cegid Loop: written for the tests of this program, from the facts. */
export function createCegidClient(url: string, distort?: Distortion): CegidClient {
  const http = createHttpClient(url, 'cegid-loop', distort);
  return {
    order: http.order,
    store(parameters = {}, bytes = makePdf(), headers = goodKey) {
      const all = { context: 'GARAGE01', filename: 'facture.pdf', transaction: 'PURCHASE', ...parameters };
      const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined);
      const query = new URLSearchParams(given);
      return http.call('POST', `/loop-api-publiques/storeDocument?${query}`, { headers, body: bytes });
    },
    list: (query = '', headers = goodKey) =>
      http.call('GET', `/loop-api-publiques/dossiers${query}`, { headers }),
  };
}
