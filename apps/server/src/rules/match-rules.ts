/** Where a document goes: each application's most specific rule that its folder matches. */
import type { DocumentType, HeldReason, MatchedPeriod, Period } from '@navette/model';
import {
  matchPattern,
  type PathPattern,
  type PatternMatch,
  parsePattern,
  renderPattern,
} from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** A rule that concerns a client: its application is there and the client is connected to it. */
export interface ApplicableRule {
  readonly ruleId: string;
  readonly installationId: string;
  readonly application: string;
  readonly installationState: 'preparing' | 'active' | 'paused' | 'stopped' | 'removed';
  readonly laneId: string;
  readonly connectionId: string;
  readonly connectionState: 'active' | 'stopped' | 'disconnected';
  readonly pattern: PathPattern;
  readonly withSubfolders: boolean;
  readonly documentType: DocumentType;
  readonly archivePath: string | null;
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

/** The rules that concern a client, oldest application first. */
export async function loadApplicableRules(
  trx: Transaction<Schema>,
  firmId: string,
  clientId: string,
): Promise<ApplicableRule[]> {
  const rows = await trx
    .selectFrom('rules')
    .innerJoin('installations', (join) =>
      join
        .onRef('installations.firm_id', '=', 'rules.firm_id')
        .onRef('installations.id', '=', 'rules.installation_id')
        .on('installations.state', 'not in', ['removed', 'preparing']),
    )
    .innerJoin('connections', (join) =>
      join
        .onRef('connections.firm_id', '=', 'rules.firm_id')
        .onRef('connections.installation_id', '=', 'rules.installation_id')
        .on('connections.client_id', '=', clientId)
        .on('connections.state', '<>', 'disconnected'),
    )
    .innerJoin('lanes', (join) =>
      join
        .onRef('lanes.firm_id', '=', 'rules.firm_id')
        .onRef('lanes.installation_id', '=', 'rules.installation_id'),
    )
    .where('rules.firm_id', '=', firmId)
    .where('rules.removed_at', 'is', null)
    .select([
      'rules.id as ruleId',
      'rules.source_path as sourcePath',
      'rules.with_subfolders as withSubfolders',
      'rules.document_type as documentType',
      'rules.archive_path as archivePath',
      'installations.id as installationId',
      'installations.application',
      'installations.state as installationState',
      'connections.id as connectionId',
      'connections.state as connectionState',
      'lanes.id as laneId',
    ])
    .orderBy('installations.created_at')
    .orderBy('installations.id')
    .orderBy('rules.id')
    .execute();
  return rows.map(({ sourcePath, ...row }) => ({ ...row, pattern: parsePattern(sourcePath) }));
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
  return [...byInstallation.values()].flatMap((ofOne) => {
    const match = matchOne(ofOne, path, now, graceMonths);
    return match === null ? [] : [match];
  });
}

function matchOne(
  rules: readonly ApplicableRule[],
  path: string,
  now: Period,
  graceMonths: number,
): RuleMatch | null {
  let best: { rule: ApplicableRule; result: PatternMatch } | null = null;
  for (const rule of rules) {
    const { withSubfolders } = rule;
    const result = matchPattern(rule.pattern, path, { now, graceMonths, withSubfolders });
    // A period out of the grace does not hand the document to a broader rule, which would send it as another type.
    const hasShape = result.matched || result.outsidePeriod;
    if (hasShape && (best === null || isMoreSpecific(rule.pattern, best.rule.pattern)))
      best = { rule, result };
  }
  if (best === null) return null;
  const { rule, result } = best;
  const period = result.matched ? result.period : readPeriod(rule, path);
  // A person releases `period`; a stop that ends meanwhile must not.
  const held = result.matched ? heldByApplication(rule) : 'period';
  return { rule, period, archivePath: renderArchive(rule, period), held };
}

/** Deeper wins; at equal depth, plain names win over variables. */
function isMoreSpecific(pattern: PathPattern, best: PathPattern): boolean {
  const depth = pattern.segments.length - best.segments.length;
  return depth !== 0 ? depth > 0 : countVariables(pattern) < countVariables(best);
}

function countVariables(pattern: PathPattern): number {
  return Number(pattern.hasYear) + Number(pattern.hasMonth);
}

function renderArchive(rule: ApplicableRule, period: MatchedPeriod): string | null {
  return rule.archivePath === null ? null : renderPattern(parsePattern(rule.archivePath), period);
}

function readPeriod(rule: ApplicableRule, path: string): MatchedPeriod {
  const anyPeriod = { now: { year: 9999, month: 12 }, graceMonths: Number.MAX_SAFE_INTEGER };
  const result = matchPattern(rule.pattern, path, { ...anyPeriod, withSubfolders: rule.withSubfolders });
  return result.matched ? result.period : { year: null, month: null };
}

function heldByApplication(rule: ApplicableRule): HeldReason | null {
  if (rule.installationState === 'stopped') return 'connection';
  if (rule.installationState === 'paused') return 'paused';
  if (rule.connectionState === 'stopped') return 'no_connection';
  return null;
}
