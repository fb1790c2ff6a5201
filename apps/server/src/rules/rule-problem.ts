import type { ErrorCode, ErrorParams } from '@navette/model';

/** Why a rule would be refused. */
export interface RuleProblem {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  readonly field: 'sourcePath' | 'archivePath' | 'documentType';
  /** The rule it conflicts with. */
  readonly ruleId: string | null;
}
