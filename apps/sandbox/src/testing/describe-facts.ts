import { describe, expect, it } from 'vitest';
import type { Fact } from './fact.ts';
import type { Distortion } from './http-client.ts';
import { startTestSandbox, type TestSandbox } from './test-sandbox.ts';

/**
 * Two tests per fact, each on a sandbox of its own: the partner does what the fact says, and the check notices the
 * misreading. `createContext` makes the partner's client, whose answers pass through `distort`.
 */
export function describeFacts<Context>(
  title: string,
  facts: readonly Fact<Context>[],
  createContext: (started: TestSandbox, distort?: Distortion) => Context,
): void {
  const checkFact = async ({ check }: Fact<Context>, distort?: Distortion) => {
    await using started = await startTestSandbox();
    await check(createContext(started, distort));
  };

  describe(`${title} does what the facts say`, () => {
    it.each(facts)('$fact', async (fact) => {
      await checkFact(fact);
    });
  });

  describe('a fact misread on purpose is noticed', () => {
    it.each(facts)('$misread.as', async (fact) => {
      await expect(checkFact(fact, fact.misread.distort)).rejects.toThrow(/expected/);
    });
  });
}
