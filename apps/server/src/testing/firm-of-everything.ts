/** A firm that has one of everything an address may name, for the tests that walk every route. */
import {
  type ApiKey,
  type Attribute,
  apiKeyScopes,
  type Connection,
  type Delivery,
  type Rule,
} from '@navette/api';
import { inFirm } from '../database/tenancy.ts';
import { createJob } from '../jobs/create-job.ts';
import { loadCreator } from '../jobs/load-creator.ts';
import { invite } from '../users/invitations-invite.ts';
import {
  distinctPdf,
  newAddress,
  type TestFirm,
  type TestUser,
  testFirm,
  testPassword,
} from './test-firm.ts';
import { newIdempotencyKey, type TestPlatform } from './test-platform.ts';

export interface FirmOfEverything {
  readonly firm: TestFirm;
  /** What each parameter of an address means in this firm, by its name: `{client}`, `{folder}`… */
  readonly ids: Readonly<Record<string, string>>;
  /** The token of the computer that `ids.agent` means, paired by the administrator. */
  readonly agentToken: string;
  /** The key that `ids.key` means, which may do whatever keys may. */
  readonly apiKey: string;
}

interface People {
  /** An account that exists, to administrate it. */
  readonly administrator: TestUser;
  /** An account that exists, to be the member that addresses name. */
  readonly colleague: TestUser;
}

/** @param platform with the connector `scripted` @param people new ones unless given */
export async function firmOfEverything(platform: TestPlatform, people?: People): Promise<FirmOfEverything> {
  const firm = await testFirm(platform, people?.administrator);
  if (people) await firm.addMember(people.colleague, 'collaborator');
  const colleague = people?.colleague ?? (await firm.addUser('collaborator'));
  const client = await firm.addClient('Menuiserie Aubertin');
  const installation = await firm.connect('scripted', client.id);
  const folder =
    client.folders.find(({ path }) => /^\/Achats\/\d{4}\/\d{2}$/.test(path)) ?? client.folders[0];
  if (!folder) throw new Error('The client of this test has no folder');
  const uploaded = await firm.admin.upload(
    `${firm.path}/folders/${folder.id}/documents?name=a.pdf`,
    distinctPdf(),
  );
  const deliveries = await firm.admin.call<{ items: Delivery[] }>('GET', `${firm.path}/deliveries`);
  const rules = await firm.admin.call<{ items: Rule[] }>(
    'GET',
    `${firm.path}/installations/${installation.id}/rules`,
  );
  const connections = await firm.admin.call<{ items: Connection[] }>(
    'GET',
    `${firm.path}/installations/${installation.id}/connections`,
  );
  const attributes = await firm.admin.call<{ items: Attribute[] }>('GET', `${firm.path}/attributes`);
  const agent = await pairAgent(platform, firm.admin, firm.id);
  const { job, invitation } = await inFirm(platform.database.app, firm.id, async (trx) => {
    const caller = await loadCreator(trx, firm.id, firm.admin.userId);
    const invited = await invite(platform, trx, caller, {
      ...{ people: [{ email: 'invite@exemple.fr' }], role: 'collaborator', seesAllClients: true },
      ...{ clientIds: [], language: 'fr' },
    });
    return {
      job: await createJob(platform, trx, caller, { kind: 'test.nothing', items: [{ payload: {} }] }),
      invitation: invited[0]?.invitation?.id ?? '',
    };
  });
  const key = await firm.admin.call<{ key: ApiKey; token: string }>('POST', `${firm.path}/api-keys`, {
    name: 'Logiciel de paie',
    scopes: apiKeyScopes,
  });
  const setup = await firm.admin.call<{ id: string }>('POST', `${firm.path}/setups`, {
    application: 'scripted',
  });
  const request = await firm.admin.call<{ id: string }>('POST', `${firm.path}/application-requests`, {
    text: 'Il nous faudrait Dext.',
  });
  const { document, version } = uploaded.body;
  const download = await firm.admin.call<{ url: string }>('POST', `${firm.path}/downloads`, {
    documentIds: [document.id],
  });
  return {
    firm,
    ids: {
      firm: firm.id,
      client: client.id,
      folder: folder.id,
      document: document.id,
      version: version.id,
      delivery: deliveries.body.items[0]?.id ?? '',
      installation: installation.id,
      rule: rules.body.items[0]?.id ?? '',
      setup: setup.body.id,
      request: request.body.id,
      connection: connections.body.items[0]?.id ?? '',
      agent: agent.agentId,
      job,
      attribute: attributes.body.items[0]?.id ?? '',
      member: colleague.userId,
      invitation,
      key: key.body.key.id,
      upload: await beginUpload(platform, firm.admin, firm.path, { folderId: folder.id, name: 'b.pdf' }),
      download: download.body.url.split('/').at(-1) ?? '',
    },
    agentToken: agent.token,
    apiKey: key.body.token,
  };
}

/** How long the uploads that `beginUpload` begins are to be. */
export const uploadBytes = 100;

/** Begins a resumable upload in a person's name. @returns its id */
export async function beginUpload(
  platform: TestPlatform,
  user: TestUser,
  firmPath: string,
  metadata: Readonly<Record<string, string>>,
): Promise<string> {
  const answer = await platform.server.inject({
    method: 'POST',
    url: `${firmPath}/uploads`,
    headers: { ...user.headers, ...uploadHeaders(metadata) },
  });
  if (answer.statusCode !== 201) throw new Error(`The upload answered ${answer.statusCode}: ${answer.body}`);
  return answer.headers.location?.split('/').at(-1) ?? '';
}

/** What begins a resumable upload of `uploadBytes`, as tus has it. */
export function uploadHeaders(metadata: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = Object.entries({ idempotencyKey: newIdempotencyKey(), ...metadata });
  return {
    'tus-resumable': '1.0.0',
    'upload-length': String(uploadBytes),
    'upload-metadata': pairs.map(([name, value]) => `${name} ${btoa(value)}`).join(','),
  };
}

/** Pairs a computer in a person's name. */
export async function pairAgent(
  platform: TestPlatform,
  user: TestUser,
  firmId: string,
): Promise<{ agentId: string; token: string }> {
  const { webServiceId } = await inFirm(platform.database.app, firmId, (trx) =>
    trx
      .selectFrom('firms')
      .select('web_service_id as webServiceId')
      .where('id', '=', firmId)
      .executeTakeFirstOrThrow(),
  );
  const answer = await platform.server.inject({
    method: 'POST',
    url: '/api/v1/agents/pair',
    remoteAddress: newAddress(),
    payload: {
      ...{ webServiceId, email: user.email, password: testPassword },
      ...{ name: 'POSTE', version: '1', platform: 'linux' },
    },
  });
  if (answer.statusCode !== 201) throw new Error(`Pairing answered ${answer.statusCode}`);
  return answer.json();
}
