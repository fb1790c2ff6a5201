import type { Drop, Step } from './step.ts';

/**
 * The drop after one more step; `undefined` when it is done. A step about a drop that is not known changes nothing: its start
 * was lost with the torn end of a journal, before anything was done by it.
 */
export function applyStep(drop: Drop | undefined, step: Step): Drop | undefined {
  if (step.step === 'planned') {
    const { step: _, drop: id, ...plan } = step;
    return { ...plan, id, state: 'planned', acknowledged: null, refused: null, target: null };
  }
  if (drop === undefined) return undefined;
  // A step that does not lead on from the state it finds (one told twice) changes nothing.
  switch (step.step) {
    case 'renamed':
      return { ...drop, path: step.path };
    case 'sent':
      return drop.state === 'planned' ? { ...drop, state: 'sent' } : drop;
    case 'acknowledged': {
      const { at, documentId, sha256 } = step;
      return isOnItsWay(drop)
        ? { ...drop, state: 'acknowledged', acknowledged: { at, documentId, sha256 } }
        : drop;
    }
    case 'refused':
      return isOnItsWay(drop)
        ? { ...drop, state: 'refused', refused: { at: step.at, refusal: step.refusal } }
        : drop;
    case 'archiving':
      return isOnItsWay(drop) ? drop : { ...drop, state: 'archiving', target: step.target };
    case 'done':
      return undefined;
  }
}

/** No answer of the platform is known yet. */
function isOnItsWay({ state }: Drop): boolean {
  return state === 'planned' || state === 'sent';
}

/** The drops that are not done after these steps, oldest first. */
export function replay(steps: Iterable<Step>): Map<string, Drop> {
  const drops = new Map<string, Drop>();
  for (const step of steps) {
    const drop = applyStep(drops.get(step.drop), step);
    if (drop === undefined) drops.delete(step.drop);
    else drops.set(step.drop, drop);
  }
  return drops;
}

/** The fewest steps that replay to this drop. */
export function stepsOf(drop: Drop): Step[] {
  const { id, state, acknowledged, refused, target, ...plan } = drop;
  const steps: Step[] = [{ step: 'planned', drop: id, ...plan }];
  if (state === 'sent') steps.push({ step: 'sent', drop: id });
  if (acknowledged !== null) steps.push({ step: 'acknowledged', drop: id, ...acknowledged });
  if (refused !== null) steps.push({ step: 'refused', drop: id, ...refused });
  if (state === 'archiving') steps.push({ step: 'archiving', drop: id, target });
  return steps;
}
