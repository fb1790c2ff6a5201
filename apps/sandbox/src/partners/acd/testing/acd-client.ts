import {
  type Answer,
  createHttpClient,
  type Distortion,
  type HttpClient,
} from '../../../testing/http-client.ts';
import { makeForm, makePdf } from '../../../testing/make-document.ts';

export interface PushedDocument {
  /** The code in the address; `null` leaves it out. */
  readonly dossier: string | null;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name: string;
  readonly field: string;
  /** Beside the file. */
  readonly fields: Record<string, string>;
}

export interface AcdClient extends Pick<HttpClient, 'order'> {
  /** With the UUID when there is one, and the good CNX unless said otherwise; `null` leaves it out. */
  call(
    method: string,
    path: string,
    init?: { uuid?: string; cnx?: string | null; body?: NonNullable<RequestInit['body']>; type?: string },
  ): Promise<Answer>;
  /** `changes` are to the good account; `undefined` takes a field away. */
  signIn(changes?: Record<string, unknown>): Promise<Answer>;
  /** @returns a good UUID. */
  uuid(changes?: Record<string, unknown>): Promise<string>;
  push(uuid: string, document?: Partial<PushedDocument>): Promise<Answer>;
  received(): Promise<Record<string, unknown>[]>;
}

export const goodAccount = { identifiant: 'NAVETTE', motDePasse: 'iSuite-2026!', CNX: 'CABINET-DEMO' };

/** A plain HTTP client of the played i-Suite: written for the tests of this program, from the facts. */
export function createAcdClient(url: string, distort?: Distortion): AcdClient {
  const http = createHttpClient(url, 'acd', distort);
  const client: AcdClient = {
    order: http.order,
    call: (method, path, { uuid, cnx = goodAccount.CNX, body, type } = {}) =>
      http.call(method, `/CNX/api/v1${path}`, {
        headers: {
          ...(uuid === undefined ? {} : { uuid }),
          ...(cnx === null ? {} : { cnx }),
          ...(type === undefined ? {} : { 'content-type': type }),
        },
        ...(body === undefined ? {} : { body }),
      }),
    signIn: (changes = {}) =>
      http.call('POST', '/CNX/api/v1/authentification', {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...goodAccount, ...changes }),
      }),
    async uuid(changes = {}) {
      const { body } = await client.signIn(changes);
      return String((body as { UUID: unknown }).UUID);
    },
    push(
      uuid,
      { dossier = 'PORT01', bytes = makePdf(), name = 'facture.pdf', field = 'file', fields = {} } = {},
    ) {
      const query = dossier === null ? '' : `?${new URLSearchParams({ CodeDossier: dossier })}`;
      const body = makeForm(fields, { field, name, bytes });
      return client.call('POST', `/panieres/documents${query}`, { uuid, body });
    },
    received: async () =>
      (await http.order('GET', '/received?partner=acd')).body as Record<string, unknown>[],
  };
  return client;
}
