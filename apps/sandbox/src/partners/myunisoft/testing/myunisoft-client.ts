import {
  type Answer,
  createHttpClient,
  type Distortion,
  type HttpClient,
} from '../../../testing/http-client.ts';
import { makeForm, makePdf } from '../../../testing/make-document.ts';

/** The header `society-id`, the bearer and the third-party secret; `null` leaves the header out. */
export interface Headers {
  readonly society: string | null;
  readonly key: string | null;
  readonly secret: string | null;
  readonly type: string;
}

type Query = Record<string, string | undefined>;

export interface MyUnisoftClient extends Pick<HttpClient, 'order'> {
  /** With the firm-wide key unless said otherwise, and no company. */
  call(
    method: string,
    path: string,
    init?: Partial<Headers> & { body?: NonNullable<RequestInit['body']>; signal?: AbortSignal },
  ): Promise<Answer>;
  activate(key?: string): Promise<Answer>;
  /** To company 1201 unless said otherwise; `query` changes the usual parameters, `undefined` takes one away. */
  pushInvoice(
    document?: Partial<Headers> & { query?: Query; bytes?: Uint8Array<ArrayBuffer> },
  ): Promise<Answer>;
  pushVarious(
    document?: Partial<Headers> & { query?: Query; bytes?: Uint8Array<ArrayBuffer>; field?: string },
  ): Promise<Answer>;
  received(): Promise<Record<string, unknown>[]>;
}

export const firmKey = 'mu-cabinet-2026';
export const companyKey = 'mu-portalis-2026';

/** A plain HTTP client of the played MyUnisoft: written for the tests of this program, from the facts. */
export function createMyUnisoftClient(url: string, distort?: Distortion): MyUnisoftClient {
  const http = createHttpClient(url, 'myunisoft', distort);
  const client: MyUnisoftClient = {
    order: http.order,
    call: (method, path, { body, signal, ...headers } = {}) =>
      http.call(method, `/api/v1${path}`, {
        headers: writeHeaders(headers),
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
      }),
    activate: (key = firmKey) => client.call('GET', '/key/info?mode=extended', { key }),
    pushInvoice({ query = {}, bytes = makePdf(), ...headers } = {}) {
      const usual = {
        invoice_type_id: '1',
        ocr_type_id: '3',
        name: 'facture',
        extension: 'pdf',
        return_type: '2',
      };
      return client.call('POST', `/invoice${writeQuery({ ...usual, ...query })}`, {
        society: '1201',
        type: 'application/octet-stream',
        body: bytes,
        ...headers,
      });
    },
    pushVarious({ query = {}, bytes = makePdf(), field = 'file', ...headers } = {}) {
      return client.call('POST', `/variousDocuments${writeQuery({ name: 'statuts.pdf', ...query })}`, {
        society: '1201',
        body: makeForm({}, { field, name: 'statuts.pdf', bytes }),
        ...headers,
      });
    },
    received: async () =>
      (await http.order('GET', '/received?partner=myunisoft')).body as Record<string, unknown>[],
  };
  return client;
}

function writeHeaders({
  society = null,
  key = firmKey,
  secret = 'secret-tiers-du-bac-a-sable',
  type,
}: Partial<Headers>): Record<string, string> {
  return {
    ...(secret === null ? {} : { 'x-third-party-secret': secret }),
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    ...(society === null ? {} : { 'society-id': society }),
    ...(type === undefined ? {} : { 'content-type': type }),
  };
}

function writeQuery(query: Query): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.append(name, value);
  return `?${given}`;
}
