export { conformanceCases } from './cases.ts';
export type { ConformanceCase } from './conformance-case.ts';
export { exampleHarness } from './example-partner.ts';
export type { ConformanceHarness, Fault, PartnerUnderTest, ReceivedCopy } from './harness.ts';
export { runCase, runConformance } from './run-conformance.ts';
