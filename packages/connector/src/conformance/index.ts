export { allCases, conformanceCases } from './cases.ts';
export type { ConformanceCase } from './conformance-case.ts';
export type { ConformanceHarness, Fault, PartnerUnderTest, ReceivedCopy } from './harness.ts';
export { runCase, runConformance } from './run-conformance.ts';
