import type { TestNamed } from './run-tests.ts';

export interface Edit {
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

export interface Mutation {
  /** What the product does wrong. */
  readonly name: string;
  /** From the top of the repository. */
  readonly file: string;
  readonly edits: readonly Edit[];
  /** Each of them must fail. */
  readonly tests: readonly TestNamed[];
}
