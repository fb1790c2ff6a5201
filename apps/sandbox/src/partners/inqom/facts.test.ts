import { describe, expect, it } from 'vitest';
import { createInqomClient, type Distortion } from '../../testing/inqom-client.ts';
import { startTestSandbox } from '../../testing/test-sandbox.ts';
import { afterFacts } from './facts/after.ts';
import { dossierFacts } from './facts/dossiers.ts';
import type { Fact } from './facts/fact.ts';
import { pushFacts } from './facts/push.ts';
import { signInFacts } from './facts/sign-in.ts';

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
