/**
 * The suite itself, put to the test: connectors that are right but for one thing, each of which must fail exactly the case that
 * is about it.
 */
import { allCases, type ConformanceCase, conformanceCases, runCase } from '@navette/connector/conformance';
import { afterEach, expect, test } from 'vitest';
import { type Example, httpExample, lineExample } from './testing/break-connector.ts';
import { brokenConnectors } from './testing/broken-connectors.ts';
import { clearForgotten } from './testing/broken-manifests.ts';

afterEach(clearForgotten);

/** @returns the names of the cases that a connector fails, each on a partner of its own, side by side where they may be. */
async function failedCases({ connector, harness }: Example): Promise<string[]> {
  const failed: string[] = [];
  const run = async (each: ConformanceCase) => {
    const partner = await harness.start();
    await runCase(each, connector, partner).catch(() => failed.push(each.name));
    await partner.stop();
  };
  const cases = conformanceCases(connector.manifest, harness);
  for (const each of cases.filter(({ alone }) => alone)) await run(each);
  await Promise.all(cases.filter(({ alone }) => !alone).map(run));
  return failed;
}

test.each([
  ['HTTP', httpExample],
  ['a connection of its own', lineExample],
])('the connector over %s that broken ones are made of passes every case', async (_, example) => {
  expect(await failedCases(example)).toEqual([]);
});

test.each(Object.entries(brokenConnectors).map(([name, broken]) => [broken.what, name, broken] as const))(
  'a connector that %s is caught by its case alone: %s',
  { timeout: 60_000 },
  async (_what, name, broken) => {
    expect(await failedCases(broken)).toEqual([name]);
  },
);

test('every case of the suite is proved by a broken connector', () => {
  const names = allCases.map(({ name }) => name);
  expect(Object.keys(brokenConnectors).sort()).toEqual(names.sort());
});
