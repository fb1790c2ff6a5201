import { describe, expect, it } from 'vitest';
import { startTestSandbox } from '../../testing/test-sandbox.ts';
import { afterFacts } from './testing/after-facts.ts';
import { dossierFacts } from './testing/dossier-facts.ts';
import type { Fact } from './testing/fact.ts';
import { createInqomClient, type Distortion } from './testing/inqom-client.ts';
import { pushFacts } from './testing/push-facts.ts';
import { signInFacts } from './testing/sign-in-facts.ts';

const facts: readonly Fact[] = [...signInFacts, ...dossierFacts, ...pushFacts, ...afterFacts];

async function checkFact({ check }: Fact, distort?: Distortion): Promise<void> {
  await using started = await startTestSandbox();
  await check({ inqom: createInqomClient(started.sandbox.url, distort), clock: started.clock });
}

describe('Inqom does what the facts say', () => {
  it.each(facts)('$fact', async (fact) => {
    await checkFact(fact);
  });
});

describe('a fact misread on purpose is noticed', () => {
  it.each(facts)('$misread.as', async (fact) => {
    await expect(checkFact(fact, fact.misread.distort)).rejects.toThrow(/expected/);
  });
});
