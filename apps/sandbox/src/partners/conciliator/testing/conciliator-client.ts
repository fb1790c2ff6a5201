import {
  type Answer,
  createHttpClient,
  type Distortion,
  type HttpClient,
} from '../../../testing/http-client.ts';
import { makeForm, makePdf } from '../../../testing/make-document.ts';
import defaultSeed from '../default-seed.json' with { type: 'json' };

export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Added to the usual fields; `undefined` takes one away. */
  readonly fields: Record<string, string | undefined>;
  readonly fileField: string;
  /** `Authorization`; `null` sends none. */
  readonly key: string | null;
}

export interface ConciliatorClient extends Pick<HttpClient, 'order' | 'call'> {
  upload(upload?: Partial<Upload>): Promise<Answer>;
}

export const goodKey = defaultSeed.credentials.apiKey;

/** A plain HTTP client of the played Conciliator: written for the tests of this program, from the facts. */
export function createConciliatorClient(url: string, distort?: Distortion): ConciliatorClient {
  const http = createHttpClient(url, 'conciliator', distort);
  return {
    ...http,
    upload({ name = 'facture.pdf', bytes = makePdf(), fields = {}, fileField = 'file', key = goodKey } = {}) {
      return http.call('POST', '/api/v0/files/upload', {
        headers: key === null ? {} : { authorization: key },
        body: makeForm({ entity: '003047', ...fields }, { field: fileField, name, bytes }),
      });
    },
  };
}
