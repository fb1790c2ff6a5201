import type { Manifest } from '../manifest.ts';
import { answerCases } from './answer-cases.ts';
import { checkCases } from './check-cases.ts';
import { closeCases } from './close-cases.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { deliverCases } from './deliver-cases.ts';
import { interruptionCases } from './interruption-cases.ts';
import { listCases } from './list-cases.ts';
import { manifestCases } from './manifest-cases.ts';

/** Every case, whichever connector it concerns. */
const allCases: readonly ConformanceCase[] = [
  ...manifestCases,
  ...checkCases,
  ...deliverCases,
  ...interruptionCases,
  ...answerCases,
  ...listCases,
  ...closeCases,
];

/** The cases that a connector of this manifest must pass. */
export function conformanceCases(manifest: Manifest): ConformanceCase[] {
  return allCases.filter(({ concerns }) => concerns?.(manifest) ?? true);
}
