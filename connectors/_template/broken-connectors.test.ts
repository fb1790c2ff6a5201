/**
 * The suite itself, put to the test: connectors that are right but for one thing, each of which must fail exactly the case that
 * is about it.
 */
import {
  allCases,
  type ConformanceCase,
  conformanceCases,
  noteFor,
  runCase,
} from '@navette/connector/conformance';
import { afterEach, expect, test, vi } from 'vitest';
import { type Example, httpExample, lineExample } from './testing/break-connector.ts';
import { brokenConnectors } from './testing/broken-connectors.ts';
import { clearForgotten } from './testing/broken-manifests.ts';

vi.setConfig({ testTimeout: 60_000 });
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

for (const [name, broken] of Object.entries(brokenConnectors)) {
  const note = noteFor({ kind: 'broken', what: broken.what, case: name });
  test(`a connector that ${broken.what} is caught by its case alone: ${name}`, note, async () => {
    expect(await failedCases(broken)).toEqual([name]);
  });
}

const names = allCases.map(({ name }) => name);

test(
  'every case of the suite is proved by a broken connector',
  noteFor({ kind: 'suite', cases: names }),
  () => {
    expect(Object.keys(brokenConnectors).sort()).toEqual([...names].sort());
  },
);
