import { describe, expect, it } from 'vitest';
import { isComplete, planSteps, stepToShow } from './setup-steps.ts';

const nothing = { needsCredentials: true, chosen: 0, isReached: false, connected: 0, rules: 0 };
const openSteps = (facts: Parameters<typeof planSteps>[0]) =>
  planSteps(facts)
    .filter(({ isOpen }) => isOpen)
    .map(({ step }) => step);

describe('the steps of the wizard', () => {
  it('open one after the other, each by what the one before asks for', () => {
    expect(openSteps(nothing)).toEqual(['clients']);
    expect(openSteps({ ...nothing, chosen: 1 })).toEqual(['clients', 'credentials']);
    const reached = { ...nothing, chosen: 1, isReached: true };
    expect(openSteps(reached)).toEqual(['clients', 'credentials', 'mapping']);
    const connected = { ...reached, connected: 1 };
    expect(openSteps(connected)).toEqual(['clients', 'credentials', 'mapping', 'rules']);
    expect(isComplete(planSteps(connected))).toBe(false);
    expect(isComplete(planSteps({ ...connected, rules: 1 }))).toBe(true);
  });

  it('have no credentials for an application that asks for none', () => {
    const without = { ...nothing, needsCredentials: false };
    expect(planSteps(without).map(({ step }) => step)).toEqual(['clients', 'mapping', 'rules']);
    expect(openSteps({ ...without, chosen: 1 })).toEqual(['clients', 'mapping']);
  });

  it('close again when what they need is gone, and the last that is open before is shown', () => {
    const refused = { needsCredentials: true, chosen: 3, isReached: false, connected: 3, rules: 2 };
    expect(stepToShow(planSteps(refused), 'rules')).toBe('credentials');
    expect(stepToShow(planSteps({ ...refused, chosen: 0 }), 'mapping')).toBe('clients');
    expect(stepToShow(planSteps({ ...refused, isReached: true }), 'mapping')).toBe('mapping');
    expect(stepToShow(planSteps({ ...nothing, needsCredentials: false, chosen: 1 }), 'credentials')).toBe(
      'clients',
    );
  });
});
