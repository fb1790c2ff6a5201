import type { NewRule } from './use-rules.ts';

/** A rule that the server refused: it stays in sight, not saved, until it is changed or taken away. */
export interface RefusedRule {
  readonly key: number;
  readonly body: NewRule;
  readonly error: unknown;
  /** The rule it conflicts with, where the preview told. */
  readonly ruleId: string | null;
}
