/**
 * The steps of the wizard and what opens each:
 *
 *   clients ─▶ credentials ─▶ mapping ─▶ rules
 *              a client       they       a client
 *              is chosen      worked     is connected
 *
 * One without values to give has no `credentials`. What was done stays done: one may go back to any step that is open.
 */
import type { Setup } from '@navette/api';

export type SetupStep = Setup['step'];

/** What decides which steps are open and which are done. */
export interface SetupFacts {
  readonly needsCredentials: boolean;
  readonly chosen: number;
  /** The application is there, and its partner does not refuse its credentials. */
  readonly isReached: boolean;
  /** Chosen clients that are connected. */
  readonly connected: number;
  readonly rules: number;
}

/** The steps an application needs, in order. Pure. */
export function planSteps(facts: SetupFacts): Setup['steps'] {
  const { needsCredentials, chosen, isReached, connected, rules } = facts;
  const hasChosen = chosen > 0;
  const mayMap = hasChosen && (isReached || !needsCredentials);
  return [
    { step: 'clients', isOpen: true, isDone: hasChosen },
    ...(needsCredentials
      ? [{ step: 'credentials' as const, isOpen: hasChosen, isDone: hasChosen && isReached }]
      : []),
    { step: 'mapping', isOpen: mayMap, isDone: mayMap && connected > 0 },
    { step: 'rules', isOpen: mayMap && connected > 0, isDone: mayMap && connected > 0 && rules > 0 },
  ];
}

/** The step one was at, or the last before it that is open: what it needed may have gone since. Pure. */
export function stepToShow(steps: Setup['steps'], kept: SetupStep): SetupStep {
  const at = steps.findIndex(({ step }) => step === kept);
  const before = steps.slice(0, at + 1).filter(({ isOpen }) => isOpen);
  return before.at(-1)?.step ?? 'clients';
}

/** Whether everything is there that an application needs to be started. Pure. */
export function isComplete(steps: Setup['steps']): boolean {
  return steps.every(({ isDone }) => isDone);
}
