import type { TaskMeta } from 'vitest';

/** What a test of the suite tells whoever prints its table. */
export type ConformanceNote =
  /** A case that ran for a connector. */
  | { readonly kind: 'case'; readonly connector: string; readonly case: string }
  /** What was to run for a connector, and what was not: the cases that its harness declares, each with its reason. */
  | { readonly kind: 'run'; readonly connector: string; readonly skips: Readonly<Record<string, string>> }
  /** Every case of the suite, in its order. */
  | { readonly kind: 'suite'; readonly cases: readonly string[] }
  /** A broken connector, and the case that is to catch it. */
  | { readonly kind: 'broken'; readonly what: string; readonly case: string };

declare module 'vitest' {
  interface TaskMeta {
    conformance?: ConformanceNote;
  }
}

/** The option of a test that carries a note. */
export function noteFor(conformance: ConformanceNote): { readonly meta: Partial<TaskMeta> } {
  return { meta: { conformance } };
}
