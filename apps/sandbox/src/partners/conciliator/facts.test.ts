import { expect, it } from 'vitest';
import { describeFacts } from '../../testing/describe-facts.ts';
import { startTestSandbox } from '../../testing/test-sandbox.ts';
import { createConciliatorClient, goodKey } from './testing/conciliator-client.ts';
import { conciliatorFacts } from './testing/conciliator-facts.ts';

describeFacts('Conciliator', conciliatorFacts, ({ sandbox }, distort) => ({
  conciliator: createConciliatorClient(sandbox.url, distort),
}));

it('lists its dossiers, whose id is not what an upload wants', async () => {
  await using started = await startTestSandbox();
  const conciliator = createConciliatorClient(started.sandbox.url);
  const headers = { authorization: goodKey };
  const all = await conciliator.call('GET', '/api/v0/entities', { headers });
  expect(all.body).toHaveLength(6);
  const some = await conciliator.call('GET', '/api/v0/entities?q=Garage', { headers });
  const [garage] = some.body as [{ id: string }];
  expect(some.body).toMatchObject([{ identifier: '003047', siret: '55210055400013' }]);
  expect((await conciliator.upload({ fields: { entity: garage.id } })).status).toBe(422);
  expect((await conciliator.call('GET', '/api/v0/entities')).status).toBe(401);
});
