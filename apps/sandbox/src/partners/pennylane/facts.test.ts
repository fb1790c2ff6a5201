import { expect, it } from 'vitest';
import { describeFacts } from '../../testing/describe-facts.ts';
import { startTestSandbox } from '../../testing/test-sandbox.ts';
import { dedicatedFacts } from './testing/dedicated-facts.ts';
import { createPennylaneClient, makeXml } from './testing/pennylane-client.ts';
import { pennylaneFacts } from './testing/pennylane-facts.ts';

describeFacts('Pennylane', [...pennylaneFacts, ...dedicatedFacts], ({ sandbox, clock }, distort) => ({
  pennylane: createPennylaneClient(sandbox.url, distort),
  clock,
}));

it('refuses the same bytes a second time when it was told to', async () => {
  await using started = await startTestSandbox();
  const pennylane = createPennylaneClient(started.sandbox.url);
  const bytes = makeXml('ubl');
  expect((await pennylane.import({ bytes })).status).toBe(201);
  expect((await pennylane.import({ bytes })).status).toBe(201);
  await pennylane.order('PUT', '/pennylane/behaviour', { refuseDuplicates: true });
  expect(await pennylane.import({ bytes })).toMatchObject({
    status: 422,
    body: { message: expect.stringContaining('already exists') },
  });
});
