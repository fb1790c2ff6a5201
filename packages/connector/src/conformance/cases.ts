import type { Manifest } from '../manifest.ts';
import { answerCases } from './answer-cases.ts';
import { checkCases } from './check-cases.ts';
import { clientKeyCases } from './client-key-cases.ts';
import { closeCases } from './close-cases.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { deliverCases } from './deliver-cases.ts';
import type { ConformanceHarness } from './harness.ts';
import { interruptionCases } from './interruption-cases.ts';
import { listCases } from './list-cases.ts';
import { manifestCases } from './manifest-cases.ts';

/** Every case, whichever connector it concerns. */
export const allCases: readonly ConformanceCase[] = [
  ...manifestCases,
  ...checkCases,
  ...clientKeyCases,
  ...deliverCases,
  ...interruptionCases,
  ...answerCases,
  ...listCases,
  ...closeCases,
];

/** The cases that a connector of this manifest must pass, before a partner such as its harness starts. */
export function conformanceCases(manifest: Manifest, harness: ConformanceHarness): ConformanceCase[] {
  return allCases.filter(({ concerns }) => concerns?.(manifest, harness) ?? true);
}
