/** A firm that has one of everything an address may name, for the tests that walk every route. */
import type { Attribute, Delivery, Rule } from '@navette/api';
import { inFirm } from '../database/tenancy.ts';
import { createJob } from '../jobs/create-job.ts';
import { loadCreator } from '../jobs/load-creator.ts';
import { asCaller, distinctPdf, type TestFirm, type TestUser, testFirm, testPassword } from './test-firm.ts';
import type { TestPlatform } from './test-platform.ts';

export interface FirmOfEverything {
  readonly firm: TestFirm;
  /** What each parameter of an address means in this firm, by its name: `{client}`, `{folder}`… */
  readonly ids: Readonly<Record<string, string>>;
  /** The token of the computer that `ids.agent` means, paired by the administrator. */
  readonly agentToken: string;
}

/** @param platform with the connector `scripted` */
export async function firmOfEverything(platform: TestPlatform): Promise<FirmOfEverything> {
  const firm = await testFirm(platform);
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
  const attributes = await firm.admin.call<{ items: Attribute[] }>('GET', `${firm.path}/attributes`);
  const agent = await pairAgent(platform, firm.admin, firm.id);
  const job = await inFirm(platform.database.app, firm.id, async (trx) =>
    createJob(platform, trx, await loadCreator(trx, firm.id, firm.admin.userId), {
      kind: 'test.nothing',
      items: [{ payload: {} }],
    }),
  );
  return {
    firm,
    ids: {
      firm: firm.id,
      client: client.id,
      folder: folder.id,
      document: uploaded.body.document.id,
      delivery: deliveries.body.items[0]?.id ?? '',
      installation: installation.id,
      rule: rules.body.items[0]?.id ?? '',
      agent: agent.agentId,
      job,
      attribute: attributes.body.items[0]?.id ?? '',
    },
    agentToken: agent.token,
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
  const answer = await asCaller(platform, {}).call<{ agentId: string; token: string }>(
    'POST',
    '/api/v1/agents/pair',
    {
      ...{ webServiceId, email: user.email, password: testPassword },
      ...{ name: 'POSTE', version: '1', platform: 'linux' },
    },
  );
  if (answer.status !== 201) throw new Error(`Pairing answered ${answer.status}`);
  return answer.body;
}
