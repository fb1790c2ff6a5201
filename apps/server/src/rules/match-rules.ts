/** Where a document goes: each application's most specific rule that its folder matches. */
import {
  compareSpecificity,
  type DocumentType,
  type HeldReason,
  type MatchedPeriod,
  matchPattern,
  type PathPattern,
  type PatternMatch,
  type Period,
  renderPattern,
} from '@navette/model';

/** What matching needs of a rule: a pattern that is bound to the client and the type. */
export interface MatchableRule {
  readonly pattern: PathPattern;
  readonly withSubfolders: boolean;
}

/** A rule that concerns a client: its application is there and the client is connected to it. */
export interface ApplicableRule extends MatchableRule {
  readonly ruleId: string;
  readonly installationId: string;
  readonly application: string;
  readonly installationState: 'active' | 'paused' | 'stopped';
  readonly versionPolicy: 'send' | 'ask' | 'never';
  readonly laneId: string;
  readonly connectionId: string;
  readonly connectionState: 'active' | 'stopped';
  readonly documentType: DocumentType;
  /** Bound, as the pattern is. */
  readonly archive: PathPattern | null;
}

/** One obligation: this document, to this application, as this type. */
export interface RuleMatch {
  readonly rule: ApplicableRule;
  readonly period: MatchedPeriod;
  /** The archive folder's path, its variables filled in. */
  readonly archivePath: string | null;
  /** Why it does not leave at once. */
  readonly held: HeldReason | null;
}

/** What an application makes of a folder. */
export interface Winner<Rule extends MatchableRule> {
  readonly rule: Rule;
  readonly period: MatchedPeriod;
  readonly isOutsidePeriod: boolean;
}

/**
 * Matches a folder's path with rules. Pure.
 * @param now the firm's present period
 * @returns at most one match per application, of its most specific rule; when the path has that rule's shape but a period out of
 * the grace, it is held, never dropped
 */
export function matchRules(
  rules: readonly ApplicableRule[],
  path: string,
  now: Period,
  graceMonths: number,
): RuleMatch[] {
  const byInstallation = Map.groupBy(rules, (rule) => rule.installationId);
  return [...byInstallation.values()].flatMap((ofOne): RuleMatch[] => {
    const winner = findWinner(ofOne, path, now, graceMonths);
    if (winner === null) return [];
    const { rule, period, isOutsidePeriod } = winner;
    const archivePath = rule.archive === null ? null : renderPattern(rule.archive, period);
    // A person releases `period`; a stop that ends meanwhile must not.
    const held = isOutsidePeriod ? 'period' : heldByApplication(rule);
    return [{ rule, period, archivePath, held }];
  });
}

/** The most specific of one application's rules that a folder matches, in a period of the grace or out of it. Pure. */
export function findWinner<Rule extends MatchableRule>(
  rules: readonly Rule[],
  path: string,
  now: Period,
  graceMonths: number,
): Winner<Rule> | null {
  let best: { rule: Rule; result: PatternMatch } | null = null;
  for (const rule of rules) {
    const { withSubfolders } = rule;
    const result = matchPattern(rule.pattern, path, { now, graceMonths, withSubfolders });
    // A period out of the grace does not hand the document to a broader rule, which would send it as another type.
    const hasShape = result.matched || result.outsidePeriod;
    if (hasShape && (best === null || compareSpecificity(rule.pattern, best.rule.pattern) < 0))
      best = { rule, result };
  }
  if (best === null) return null;
  const { rule, result } = best;
  return result.matched
    ? { rule, period: result.period, isOutsidePeriod: false }
    : { rule, period: readPeriod(rule, path), isOutsidePeriod: true };
}

function readPeriod(rule: MatchableRule, path: string): MatchedPeriod {
  const anyPeriod = { now: { year: 9999, month: 12 }, graceMonths: Number.MAX_SAFE_INTEGER };
  const result = matchPattern(rule.pattern, path, { ...anyPeriod, withSubfolders: rule.withSubfolders });
  return result.matched ? result.period : { year: null, month: null, quarter: null };
}

function heldByApplication(rule: ApplicableRule): HeldReason | null {
  if (rule.installationState === 'stopped') return 'connection';
  if (rule.installationState === 'paused') return 'paused';
  if (rule.connectionState === 'stopped') return 'no_connection';
  return null;
}
