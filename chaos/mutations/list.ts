/** The guarantees that the tests must defend: each mutation breaks one, and names the tests that must then fail. */
import { agentMutations } from './agent-list.ts';
import type { Mutation } from './mutation.ts';
import { serverMutations } from './server-list.ts';

export const mutations: readonly Mutation[] = [...agentMutations, ...serverMutations];
