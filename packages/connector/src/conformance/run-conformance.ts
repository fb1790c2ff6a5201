import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connector } from '../contract.ts';
import { conformanceCases } from './cases.ts';
import type { ConformanceCase } from './conformance-case.ts';
import type { ConformanceHarness, PartnerUnderTest } from './harness.ts';
import { Subject } from './subject.ts';

const caseTimeoutMs = 60_000;

/**
 * Registers with vitest every case that concerns a connector. Skips must be declared in the harness, by name and with a
 * reason; one that names no case of this connector fails. The last test counts the cases that ran.
 */
export function runConformance(connector: Connector, harness: ConformanceHarness): void {
  const { manifest } = connector;
  const cases = conformanceCases(manifest, harness);
  const skips = new Map(Object.entries(harness.skips ?? {}));
  const toRun = cases.filter(({ name }) => !skips.has(name));
  let ran = 0;

  describe(`the connector ${manifest.id}`, { timeout: caseTimeoutMs }, () => {
    let partner: PartnerUnderTest;
    beforeAll(async () => {
      partner = await harness.start();
    });
    afterAll(() => partner?.stop());

    for (const each of toRun)
      test(each.name, async () => {
        ran++;
        await runCase(each, connector, partner);
      });

    test(`ran its ${toRun.length} cases, with ${skips.size} declared skips`, () => {
      const names = cases.map(({ name }) => name);
      expect(
        [...skips.keys()].filter((name) => !names.includes(name)),
        'skips that name no case',
      ).toEqual([]);
      expect(
        [...skips.values()].filter((reason) => reason.trim() === ''),
        'skips without a reason',
      ).toEqual([]);
      expect(ran).toBe(cases.length - skips.size);
      console.log(`conformance of ${manifest.id}: ${ran} cases, ${skips.size} declared skips`);
      for (const [name, reason] of skips) console.log(`  skipped: ${name} (${reason})`);
    });
  });
}

/** Runs one case on a partner without faults, and leaves it without. Throws when the connector does otherwise. */
export async function runCase(
  each: ConformanceCase,
  connector: Connector,
  partner: PartnerUnderTest,
): Promise<void> {
  await partner.clearFaults();
  await using subject = new Subject(connector, partner);
  try {
    await each.run(subject);
  } finally {
    await partner.clearFaults();
  }
}
