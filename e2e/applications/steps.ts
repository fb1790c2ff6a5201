/** What a person or a program does with an application, through the API. */
import { createHash } from 'node:crypto';
import { ApiError, type Attempt, type Delivery, routes } from '@navette/api';
import type { DeliveryState } from '@navette/model';
import { distinctInvoice } from '../distinct-invoice.ts';
import { untilFound } from '../until-found.ts';
import type { ApplicationRow, Repeating } from './row.ts';
import type { World } from './world.ts';

/** A document that was deposited, and what was asked of it. */
export interface Deposited {
  readonly documentId: string;
  readonly sha256: string;
}

export type Followed = Delivery & { readonly attempts: readonly Attempt[] };

/** @returns what the API answered. @throws Error when it did not refuse */
export async function refusalOf(work: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await work.then(
    (answer) => new Error(`Nothing was refused: ${JSON.stringify(answer)}`),
    (refusal: unknown) => refusal,
  );
  if (error instanceof ApiError) return error;
  throw error;
}

export async function countInstallations({ api, firm }: World): Promise<number> {
  return (await api.call(routes.listInstallations, { params: { firm } })).items.length;
}

export async function createClient({ api, firm }: World, name: string, siret?: string): Promise<string> {
  const body = { name, ...(siret === undefined ? {} : { siret }) };
  return (await api.call(routes.createClient, { params: { firm }, body })).id;
}

/** Of one application: no other one takes what lies there. */
export function sourcePath({ id }: ApplicationRow): string {
  return `/Dépôt ${id}`;
}

let deposits = 0;

/** Deposits a document unlike every other one. */
export async function deposit(
  { api, firm }: World,
  client: string,
  row: ApplicationRow,
  name: string,
): Promise<Deposited> {
  const { id: folder } = await api.call(routes.createFolder, {
    params: { firm, client },
    body: { path: sourcePath(row) },
  });
  const bytes = await distinctInvoice(++deposits, row.sample);
  const { document } = await api.call(routes.uploadDocument, {
    params: { firm, folder },
    query: { name },
    body: new Uint8Array(bytes),
    headers: { 'content-type': 'application/octet-stream', 'idempotency-key': `essai-${row.id}-${deposits}` },
  });
  return { documentId: document.id, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Waits until the one delivery of a document stands as told. @throws Error with how it stands when it does not come to that */
export async function followUntil(
  { api, firm }: World,
  { documentId }: Deposited,
  state: DeliveryState,
): Promise<Followed> {
  let last: readonly Followed[] = [];
  const find = async () => {
    const history = await api.call(routes.getHistory, { params: { firm, document: documentId } });
    last = history.versions.flatMap(({ deliveries }) => deliveries);
    return last.find((each) => each.state === state);
  };
  try {
    const found = await untilFound(`A delivery that is ${state}`, find);
    if (last.length !== 1) throw new Error(`There are ${last.length} deliveries`);
    return found;
  } catch (error) {
    throw new Error(`The document stands so: ${JSON.stringify(last)}`, { cause: error });
  }
}

/** What a partner says that repeats secrets, as they are and as they travelled. */
function repeatSecrets(secrets: readonly string[]): string {
  const shapes = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    `Basic ${Buffer.from(`moi:${secret}`).toString('base64')}`,
    Buffer.from(secret).toString('hex'),
  ]);
  return `Refusé avec ${shapes.join(' ; ')}`;
}

/** From now on that partner fails, in words that repeat the secrets. Ends when it is disposed of. */
export function repeatFrom(
  world: World,
  { server, isOurs, carriesDocument, answer }: Repeating,
  secrets: readonly string[],
  on: 'questions' | 'documents',
): Disposable {
  const proxy = server(world);
  const { mediaType, body } = answer(repeatSecrets(secrets));
  proxy.order({
    kind: 'answer',
    matches: (request) => isOurs(request.path) && (on === 'questions' || carriesDocument(request)),
    answer: { status: on === 'questions' ? 500 : 422, headers: { 'content-type': mediaType }, body },
  });
  return { [Symbol.dispose]: () => proxy.clearFaults() };
}
