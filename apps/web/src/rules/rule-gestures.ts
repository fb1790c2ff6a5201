import type { Rule } from '@navette/api';
import type { RefusedRule } from './refused-rule.ts';

/** What an administrator does with the rules of the table. */
export interface RuleGestures {
  readonly onRemove: (rule: Rule) => void;
  readonly isRemoving: (rule: Rule) => boolean;
  readonly onCopy: (rule: Rule) => void;
  /** Puts a refused rule back into the adding row. */
  readonly onEdit: (refused: RefusedRule) => void;
  readonly onDismiss: (refused: RefusedRule) => void;
}
