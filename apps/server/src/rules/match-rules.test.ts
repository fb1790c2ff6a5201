import { parsePattern } from '@navette/model';
import { describe, expect, it } from 'vitest';
import { type ApplicableRule, matchRules } from './match-rules.ts';

const now = { year: 2026, month: 11 };

function rule(sourcePath: string, change: Partial<ApplicableRule> = {}): ApplicableRule {
  return {
    ruleId: sourcePath,
    installationId: 'one',
    application: 'scripted',
    installationState: 'active',
    laneId: 'lane',
    connectionId: 'connection',
    connectionState: 'active',
    pattern: parsePattern(sourcePath),
    withSubfolders: true,
    documentType: 'purchase',
    versionPolicy: 'send',
    archive: null,
    ...change,
  };
}

function winner(rules: readonly ApplicableRule[], path: string): string | undefined {
  // The order in which rules were made must not matter.
  const [forth] = matchRules(rules, path, now, 12);
  const [back] = matchRules(rules.toReversed(), path, now, 12);
  expect(back?.rule.ruleId).toBe(forth?.rule.ruleId);
  return forth?.rule.ruleId;
}

describe('the rules of one application', () => {
  const rules = [
    '/Achats',
    '/Achats/{millésime}',
    '/Achats/{millésime}/{mois}',
    '/Achats/2026/11',
    '/Achats/{millésime}/11',
  ].map((path) => rule(path));

  it.each([
    ['/Achats', '/Achats'],
    ['/Achats/urgent/plus tard', '/Achats'],
    ['/achats/2025', '/Achats/{millésime}'],
    ['/Achats/2026/10', '/Achats/{millésime}/{mois}'],
    ['/Achats/2025/11', '/Achats/{millésime}/11'],
    ['/Achats/2026/11/scans', '/Achats/2026/11'],
    ['/Ventes', undefined],
  ])('give %s to the most specific: %s', (path, wanted) => {
    expect(winner(rules, path)).toBe(wanted);
  });

  it('give one match at most', () => {
    expect(matchRules(rules, '/Achats/2026/11', now, 12)).toHaveLength(1);
  });
});

describe('several applications', () => {
  it('each get the document once, in the order in which they were added', () => {
    const rules = [
      rule('/Achats', { installationId: 'one' }),
      rule('/Achats/{millésime}', { installationId: 'one' }),
      rule('/Achats', { installationId: 'two' }),
      rule('/Ventes', { installationId: 'three' }),
    ];
    const matches = matchRules(rules, '/Achats/2026', now, 12);
    expect(matches.map((each) => [each.rule.installationId, each.rule.ruleId])).toEqual([
      ['one', '/Achats/{millésime}'],
      ['two', '/Achats'],
    ]);
  });
});

describe('a match', () => {
  it('keeps the values that it matched, and the archive that they mean', () => {
    const rules = [
      rule('/Achats/{millésime}/{mois}', { archive: parsePattern('/Archive {millésime}/M{mois}') }),
    ];
    expect(matchRules(rules, '/achats/2026/03/scans', now, 12)).toMatchObject([
      { period: { year: 2026, month: 3, quarter: 1 }, archivePath: '/Archive 2026/M03', held: null },
    ]);
    expect(matchRules([rule('/Achats')], '/Achats', now, 12)).toMatchObject([
      { period: { year: null, month: null, quarter: null }, archivePath: null },
    ]);
  });

  it.each([
    ['stopped', 'active', 'connection'],
    ['paused', 'active', 'paused'],
    ['active', 'stopped', 'no_connection'],
    ['stopped', 'stopped', 'connection'],
    ['active', 'active', null],
  ] as const)(
    'with an application %s and a connection %s is held: %s',
    (installationState, connectionState, held) => {
      expect(
        matchRules([rule('/Achats', { installationState, connectionState })], '/Achats', now, 12)[0]?.held,
      ).toBe(held);
    },
  );
});

describe('a period out of the grace', () => {
  const monthly = rule('/Achats/{millésime}/{mois}', { archive: parsePattern('/Fait/{millésime}/{mois}') });

  it.each([['/Achats/2024/01'], ['/Achats/2027/01']])('holds %s, with the values that were read', (path) => {
    const [match] = matchRules([monthly], path, now, 12);
    const [, , year, month] = path.split('/');
    expect(match).toMatchObject({
      held: 'period',
      period: { year: Number(year), month: Number(month), quarter: 1 },
      archivePath: `/Fait/${year}/${month}`,
    });
  });

  it('does not hand the document to a broader rule, which would send it as another type', () => {
    const broad = rule('/Achats', { documentType: 'other' });
    expect(winner([broad, monthly], '/Achats/2024/01')).toBe(monthly.ruleId);
    expect(matchRules([broad, monthly], '/Achats/2024/01', now, 12)[0]?.held).toBe('period');
    expect(winner([broad, monthly], '/Achats/2024')).toBe('/Achats');
  });

  it('is decided by the most specific of the rules that it is out of', () => {
    expect(winner([rule('/Achats/{millésime}'), monthly], '/Achats/2019/01')).toBe(monthly.ruleId);
  });

  it('stays a person’s to release, whatever becomes of the application', () => {
    const stopped = rule('/Achats/{millésime}', { installationState: 'stopped' });
    expect(matchRules([stopped], '/Achats/2019', now, 12)[0]?.held).toBe('period');
  });
});
