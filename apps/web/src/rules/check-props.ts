import type { Rule } from '@navette/api';
import type { Place } from './use-rules.ts';

/** What the parts that check the rules are given. */
export interface CheckProps {
  readonly place: Place;
  readonly rules: readonly Rule[];
  /** Fills the adding row with a folder; `null` for those who read only. */
  readonly onAddFor: ((sourcePath: string) => void) | null;
}
