import {
  bindPattern,
  type DocumentType,
  matchPattern,
  nameKey,
  type PathPattern,
  parsePattern,
  pathKey,
  renderPattern,
  safeName,
} from '@navette/model';

/** What the search for loops needs of a rule. Paths are patterns that were read once already. */
export interface RuleEdges {
  readonly sourcePath: string;
  readonly archivePath: string | null;
  readonly withSubfolders: boolean;
  readonly documentType: DocumentType;
}

/** An archive that is a source: whose, and of whom. Both are the same rule when it feeds itself. */
export interface Loop<Rule extends RuleEdges> {
  readonly archiveOf: Rule;
  readonly sourceOf: Rule;
}

const months = Array.from({ length: 12 }, (_, index) => index + 1);

/** Stands for any client whose name no rule writes out. No folder is called so. */
const anyClient = '\ue000';

/**
 * Whether some archive folder is, in some period and for some client, itself a source of any of these rules: what is archived there would
 * look like a deposit. No chain from archive to source to archive is left where no single step is. Pure; the grace plays no part,
 * since time moves on, nor does it matter whom a rule concerns, since that changes.
 * @param clientNames those of the firm, which `{client}` may stand for
 * @param among only loops that this rule is part of
 */
export function findLoop<Rule extends RuleEdges>(
  rules: readonly Rule[],
  clientNames: readonly string[] = [],
  among: Rule | null = null,
): Loop<Rule> | null {
  const years = yearsNamed(rules.map(({ sourcePath }) => sourcePath));
  for (const client of clientsNamed(rules, clientNames)) {
    const sources = rules.map((rule) => ({ rule, pattern: bound(rule.sourcePath, rule, client) }));
    for (const archiveOf of rules) {
      if (archiveOf.archivePath === null) continue;
      const folders = archiveFolders(bound(archiveOf.archivePath, archiveOf, client), years);
      const source = sources
        .filter(({ rule }) => among === null || archiveOf === among || rule === among)
        .find(({ rule, pattern }) => folders.some((folder) => isFed(pattern, folder, rule.withSubfolders)));
      if (source) return { archiveOf, sourceOf: source.rule };
    }
  }
  return null;
}

function bound(path: string, { documentType: type }: RuleEdges, client: string): PathPattern {
  return bindPattern(parsePattern(path), { client, type });
}

function isFed(pattern: PathPattern, folder: string, withSubfolders: boolean): boolean {
  const now = { year: 0, month: 1 };
  const result = matchPattern(pattern, folder, { now, graceMonths: 0, withSubfolders });
  return result.matched || result.outsidePeriod;
}

/** The folders that an archive path means: in every month, of the years that can make a difference. */
function archiveFolders(pattern: PathPattern, years: readonly number[]): string[] {
  const folders = years.flatMap((year) => months.map((month) => renderPattern(pattern, { year, month })));
  return [...new Set(folders)];
}

/** A variable meets a plain name only where the name holds its value: the years that sources write out, and one for all others. */
function yearsNamed(paths: readonly string[]): number[] {
  const named = paths.flatMap((path) => [...path.matchAll(/(?=(\d{4}))/g)].map((found) => Number(found[1])));
  return [...new Set([2026, ...named])];
}

/** The clients whose names some path writes out, and one for all others. */
function clientsNamed(rules: readonly RuleEdges[], clientNames: readonly string[]): string[] {
  const paths = rules.flatMap(({ sourcePath, archivePath }) => [sourcePath, archivePath ?? '']);
  if (!paths.some((path) => path.includes('{client}'))) return [anyClient];
  const keys = paths.map(pathKey);
  return [
    anyClient,
    ...clientNames.filter((name) => keys.some((key) => key.includes(nameKey(safeName(name))))),
  ];
}
