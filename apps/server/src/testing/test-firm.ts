/** A firm with people, clients and an application, made through the product's own ways, and requests in their names. */
import { createHash } from 'node:crypto';
import type { Client, Document, Folder, Installation, Version } from '@navette/api';
import { inFirm } from '../database/tenancy.ts';
import { createFirm } from '../firms/create-firm.ts';
import { newIdempotencyKey, type TestPlatform } from './test-platform.ts';

export const testPassword = 'un mot de passe long';

export interface TestAnswer<T> {
  readonly status: number;
  readonly body: T;
}

export interface TestUser {
  readonly userId: string;
  readonly email: string;
  /** What proves who he is: his cookie, or a token. */
  readonly headers: Readonly<Record<string, string>>;
  /** Calls the API as this person. */
  call<T = unknown>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<TestAnswer<T>>;
  /** Uploads bytes. */
  upload(
    path: string,
    bytes: Buffer,
    headers?: Record<string, string>,
  ): Promise<TestAnswer<{ document: Document; version: Version; replayed: boolean; code?: string }>>;
}

export type TestRole = 'admin' | 'collaborator' | 'client';

export interface TestFirm {
  readonly id: string;
  /** `/api/v1/firms/<id>` */
  readonly path: string;
  readonly admin: TestUser;
  addUser(role: TestRole, clientIds?: readonly string[]): Promise<TestUser>;
  /** Makes somebody who has an account a member. */
  addMember(user: TestUser, role: TestRole, clientIds?: readonly string[]): Promise<void>;
  addClient(name: string): Promise<Client & { folders: Folder[] }>;
  /** Adds an application, one connected client and rules for `/Achats/{millésime}/{mois}`. */
  connect(
    application: string,
    clientId: string,
    rule?: { sourcePath?: string; documentType?: string; archivePath?: string | null },
  ): Promise<Installation>;
}

let people = 0;

/** @param administrator an account that exists; a new one unless given */
export async function testFirm(platform: TestPlatform, administrator?: TestUser): Promise<TestFirm> {
  const email = administrator?.email ?? `admin${people++}@exemple.fr`;
  const id = await createFirm(platform, {
    firmName: 'Morvan & Associés',
    name: 'Claire Morvan',
    email,
    password: testPassword,
  });
  const path = `/api/v1/firms/${id}`;
  const admin = administrator ?? (await signIn(platform, email));
  const firm: TestFirm = {
    id,
    path,
    admin,
    async addUser(role, clientIds = []) {
      const user = await createUser(platform, role);
      await firm.addMember(user, role, clientIds);
      return user;
    },
    async addMember({ userId, email: address }, role, clientIds = []) {
      await inFirm(platform.database.app, id, async (trx) => {
        const member = { firm_id: id, user_id: userId };
        const created_at = platform.clock().toISOString();
        await trx
          .insertInto('members')
          .values({ ...member, role, name: `${role} de test`, email: address, created_at })
          .execute();
        for (const client_id of clientIds)
          await trx
            .insertInto('client_members')
            .values({ ...member, client_id })
            .execute();
      });
    },
    async addClient(name) {
      const { body } = await admin.call<Client>('POST', `${path}/clients`, { name });
      const folders = await admin.call<{ items: Folder[] }>('GET', `${path}/clients/${body.id}/folders`);
      return { ...body, folders: folders.body.items };
    },
    async connect(application, clientId, rule = {}) {
      const create = async <T>(at: string, body: unknown): Promise<T> => {
        const answer = await admin.call<T>('POST', at, body);
        if (answer.status !== 201)
          throw new Error(`${at} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
        return answer.body;
      };
      const added = await create<Installation>(`${path}/installations`, {
        application,
        credentials: { secret: 'secret-planté' },
      });
      const at = `${path}/installations/${added.id}`;
      await create(`${at}/connections`, { clientId, clientKey: `dossier-${clientId}` });
      await create(`${at}/rules`, {
        sourcePath: '/Achats/{millésime}/{mois}',
        documentType: 'purchase',
        ...rule,
      });
      return added;
    },
  };
  return firm;
}

/** Somebody who has an account, signed in, and belongs to no firm yet. @param role what he is called after */
export async function createUser(platform: TestPlatform, role: TestRole): Promise<TestUser> {
  const email = `${role}${people++}@exemple.fr`;
  await platform.signIn.createPerson({ name: `${role} de test`, email, password: testPassword });
  return signIn(platform, email);
}

let addresses = 0;

/** Attempts are limited per address: one that nobody called from yet. */
export function newAddress(): string {
  addresses++;
  return `127.0.${addresses >> 8}.${addresses & 255}`;
}

/** Signs a person in and gives requests in his name. */
export async function signIn(platform: TestPlatform, email: string): Promise<TestUser> {
  const answer = await platform.server.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email, password: testPassword },
    headers: { host: 'localhost', origin: 'http://localhost' },
    remoteAddress: newAddress(),
  });
  if (answer.statusCode !== 200) throw new Error(`Sign-in answered ${answer.statusCode}: ${answer.body}`);
  const cookie = answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
  return asCaller(platform, { cookie }, answer.json().user.id, email);
}

/** Requests with given headers: an agent's token, or none. */
export function asCaller(
  platform: TestPlatform,
  headers: Record<string, string>,
  userId = '',
  email = '',
): TestUser {
  return {
    userId,
    email,
    headers,
    async call(method, url, body) {
      const payload = body === undefined ? {} : { payload: body as object };
      const answer = await platform.server.inject({ method, url, headers, ...payload });
      return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() } as never;
    },
    async upload(url, bytes, more = {}) {
      const answer = await platform.server.inject({
        method: 'POST',
        url,
        payload: bytes,
        headers: {
          'content-type': 'application/octet-stream',
          'idempotency-key': newIdempotencyKey(),
          'content-digest': `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`,
          ...headers,
          ...more,
        },
      });
      return { status: answer.statusCode, body: answer.json() };
    },
  };
}

let serial = 0;

/** A small PDF, different from every other. */
export function distinctPdf(text = ''): Buffer {
  return Buffer.from(
    `%PDF-1.4\n% ${serial++} ${text}\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n`,
  );
}
