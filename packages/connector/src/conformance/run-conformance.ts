import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connector } from '../contract.ts';
import { conformanceCases } from './cases.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { noteFor } from './conformance-note.ts';
import type { ConformanceHarness, PartnerUnderTest } from './harness.ts';
import { Subject } from './subject.ts';

const caseTimeoutMs = 60_000;

/**
 * Registers with vitest every case that concerns a connector. Skips must be declared in the harness, by name and with a
 * reason; one that names no case of this connector fails. The last test counts the cases that ran.
 */
export function runConformance(connector: Connector, harness: ConformanceHarness): void {
  const { id } = connector.manifest;
  const cases = conformanceCases(connector.manifest, harness);
  const { skips = {} } = harness;
  const skipped = Object.keys(skips);
  const toRun = cases.filter(({ name }) => !skipped.includes(name));
  let ran = 0;

  describe(`the connector ${id}`, { timeout: caseTimeoutMs }, () => {
    let partner: PartnerUnderTest;
    beforeAll(async () => {
      partner = await harness.start();
    });
    afterAll(() => partner?.stop());

    for (const each of toRun)
      test(each.name, noteFor({ kind: 'case', connector: id, case: each.name }), async () => {
        ran++;
        await runCase(each, connector, partner);
      });

    const note = noteFor({ kind: 'run', connector: id, skips });
    test(`ran its ${toRun.length} cases, with ${skipped.length} declared skips`, note, () => {
      const names = cases.map(({ name }) => name);
      expect(
        skipped.filter((name) => !names.includes(name)),
        'skips that name no case',
      ).toEqual([]);
      expect(
        Object.values(skips).filter((reason) => reason.trim() === ''),
        'skips without a reason',
      ).toEqual([]);
      expect(ran).toBe(cases.length - skipped.length);
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
