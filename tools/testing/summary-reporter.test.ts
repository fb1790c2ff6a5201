import { describe, expect, it } from 'vitest';
import { closingLine, findSkipReason, sumBySuite } from './summary-reporter.ts';

describe('the closing line', () => {
  it('counts passed and failed tests', () => {
    expect(closingLine({ passed: 3, failed: 1, skipped: 0 }, 1)).toBe('3 passed, 1 failed');
  });

  it('names skipped tests when there are any', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 2 }, 0)).toBe('3 passed, 0 failed, 2 skipped');
  });

  it('never says that nothing failed when the run ended badly', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 }, 1)).toBe('3 passed, 1 failed');
  });
});

describe('skipped tests', () => {
  const list = [
    { file: 'e2e/browser', test: 'drops', reason: 'no browser', holds: (env: NodeJS.ProcessEnv) => !env.CI },
  ];

  it('are allowed when the list has them and the reason holds', () => {
    expect(findSkipReason('e2e/browser.test.ts', 'drops a file', {}, list)).toBe('no browser');
  });

  it('are refused when the reason does not hold here', () => {
    expect(findSkipReason('e2e/browser.test.ts', 'drops a file', { CI: 'true' }, list)).toBeUndefined();
  });

  it('are refused when the list does not have them', () => {
    expect(findSkipReason('packages/model/src/siret.test.ts', 'drops a file', {}, list)).toBeUndefined();
    expect(findSkipReason('e2e/browser.test.ts', 'signs in', {}, list)).toBeUndefined();
  });
});

describe('the budget', () => {
  it('sums files by package, by domain folder of an app and by top folder', () => {
    const files = [
      { file: 'packages/model/src/siret.test.ts', ms: 1000 },
      { file: 'packages/model/src/period.test.ts', ms: 500 },
      { file: 'apps/server/src/rules/match.test.ts', ms: 3000 },
      { file: 'e2e/journey.test.ts', ms: 250 },
    ];
    expect(sumBySuite(files)).toEqual([
      ['apps/server/src/rules', 3],
      ['packages/model', 1.5],
      ['e2e', 0.25],
    ]);
  });
});
