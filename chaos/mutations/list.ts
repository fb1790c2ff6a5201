/** The guarantees that the tests must defend: each mutation breaks one, and names the tests that must then fail. */
import { agentMutations } from './agent-list.ts';
import type { TestNamed } from './run-tests.ts';
import { serverMutations } from './server-list.ts';

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

export const mutations: readonly Mutation[] = [...agentMutations, ...serverMutations];
