export { resetSocket } from '@navette/testkit';
export { allCases, conformanceCases } from './cases.ts';
export type { ConformanceCase } from './conformance-case.ts';
export { type ConformanceNote, noteFor } from './conformance-note.ts';
export { type DocumentOptions, type DocumentShape, makeDocument, type TestDocument } from './document.ts';
export { exampleHarness } from './example-partner.ts';
export { failureOf } from './failure-of.ts';
export type {
  ConformanceHarness,
  Elsewhere,
  Fault,
  PartnerUnderTest,
  Peculiarity,
  ReceivedCopy,
} from './harness.ts';
export { openScripted, type ScriptedSession, scriptedRequest } from './open-scripted.ts';
export { type DocumentRequests, toProxyFault } from './proxy-fault.ts';
export { runCase, runConformance } from './run-conformance.ts';
export { type SandboxPartner, sandboxHarness } from './sandbox-harness.ts';
