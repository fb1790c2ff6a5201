/** Why a rule would be refused. */
import type { Manifest } from '@navette/connector';
import {
  type DocumentType,
  documentTypeNames,
  findImpossibleName,
  NavetteError,
  type PathPattern,
  PatternError,
  type PatternProblem,
  type PatternVariable,
  parsePattern,
  pathKey,
  patternProblems,
  patternVariables,
  typeFolderName,
} from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { refuseLoop } from './refuse-loop.ts';
import type { RuleProblem } from './rule-problem.ts';
import { type InstallationOfRules, type StoredRule, selectRules } from './select-rules.ts';

/** A rule that somebody writes; in a preview the type may not be said yet. */
export interface NewRule {
  readonly sourcePath: string;
  readonly withSubfolders: boolean;
  readonly documentType: DocumentType | null;
  readonly archivePath: string | null;
}

/** The paths of a rule that were read. */
export interface ReadRule {
  readonly source: PathPattern;
  readonly archive: PathPattern | null;
}

/** @throws NavetteError with the code of the problem, its `field`, and the `ruleId` of the conflict */
export function throwProblem({ code, params, field, ruleId }: RuleProblem): never {
  throw new NavetteError(code, { ...params, field, ...(ruleId === null ? {} : { ruleId }) });
}

/** What is wrong with the rule by itself, or its paths. Pure. */
export function readRule(
  given: NewRule,
  manifest: Manifest,
): { read: ReadRule; problem: null } | { read: ReadRule | null; problem: RuleProblem } {
  const source = readPath(given.sourcePath, 'sourcePath');
  if ('problem' in source) return { read: null, problem: source.problem };
  const read = { source: source.pattern, archive: null };
  const archive = given.archivePath === null ? null : readPath(given.archivePath, 'archivePath');
  if (archive !== null && 'problem' in archive) return { read, problem: archive.problem };
  const both = { ...read, archive: archive?.pattern ?? null };
  const problem = refuseValues(both) ?? refuseType(given.documentType, manifest);
  return problem === null ? { read: both, problem } : { read: both, problem };
}

function readPath(
  path: string,
  field: 'sourcePath' | 'archivePath',
): { readonly pattern: PathPattern } | { readonly problem: RuleProblem } {
  try {
    const pattern = parsePattern(path);
    const name = findImpossibleName(pattern);
    if (name === null) return { pattern };
    return {
      problem: neverMatches(
        field,
        `aucun répertoire ne peut s’appeler «\u00a0${name}\u00a0»`,
        `no folder can be called “${name}”`,
      ),
    };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return { problem: unreadable(error.problem, field) };
  }
}

function unreadable(problem: PatternProblem, field: 'sourcePath' | 'archivePath'): RuleProblem {
  return neverMatches(field, patternProblems[problem].fr, patternProblems[problem].en);
}

/** An archive path takes the values that the source path matched: it cannot name one that the source does not. */
function refuseValues({ source, archive }: ReadRule): RuleProblem | null {
  if (archive === null) return null;
  const known = new Set<PatternVariable>([...source.variables, 'client', 'type']);
  if (known.has('month')) known.add('quarter');
  const missing = [...archive.variables].find((variable) => !known.has(variable));
  if (missing === undefined) return null;
  const name = `{${patternVariables[missing]}}`;
  return neverMatches(
    'archivePath',
    `l’archive nomme ${name}, que le chemin de dépôt ne donne pas`,
    `the archive names ${name}, which the source path does not give`,
  );
}

function refuseType(type: DocumentType | null, { partner, types }: Manifest): RuleProblem | null {
  if (type === null || types.some((each) => each.type === type)) return null;
  const accepted = (language: 'fr' | 'en') =>
    types.map((each) => documentTypeNames[each.type][language]).join(', ');
  const params = { partner, accepted: accepted('fr'), acceptedEn: accepted('en') };
  return { code: 'rule_type_refused', params, field: 'documentType', ruleId: null };
}

/** What is wrong with the rule beside the others of the firm. */
export async function findConflict(
  trx: Transaction<Schema>,
  firmId: string,
  installation: InstallationOfRules,
  given: NewRule,
  { source, archive }: ReadRule,
): Promise<RuleProblem | null> {
  const all = await selectRules(trx, firmId);
  const added: StoredRule = {
    ...given,
    id: '',
    installationId: installation.id,
    sourcePath: source.source,
    archivePath: archive?.source ?? null,
    documentType: given.documentType ?? 'other',
    scope: 'all',
  };
  const equal = all.find((rule) => rule.installationId === installation.id && isSameSource(rule, added));
  if (equal) return { code: 'rule_exists', params: {}, field: 'sourcePath', ruleId: equal.id };
  return refuseLoop(trx, firmId, all, added);
}

/** Whether two rules mean the same folders, however they are written: `{type}` is the name that it stands for. */
export function isSameSource(
  a: Pick<StoredRule, 'sourcePath' | 'documentType'>,
  b: Pick<StoredRule, 'sourcePath' | 'documentType'>,
): boolean {
  return sourceMeant(a) === sourceMeant(b);
}

function sourceMeant({ sourcePath, documentType }: Pick<StoredRule, 'sourcePath' | 'documentType'>): string {
  const written = sourcePath.replace('{type}', typeFolderName(documentType)).replaceAll('’', "'");
  return pathKey(written);
}

function neverMatches(field: 'sourcePath' | 'archivePath', detail: string, detailEn: string): RuleProblem {
  return { code: 'rule_never_matches', params: { detail, detailEn }, field, ruleId: null };
}
