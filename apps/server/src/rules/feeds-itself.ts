import { matchPattern, parsePattern, renderPattern } from '@navette/model';

/** What the search for loops needs of a rule. Paths are patterns that were read once already. */
export interface RuleEdges {
  readonly sourcePath: string;
  readonly archivePath: string | null;
  readonly withSubfolders: boolean;
}

const months = Array.from({ length: 12 }, (_, index) => index + 1);

/**
 * Whether some archive folder is, in some period, itself a source of any of these rules: what is archived there would look like a
 * deposit. Pure; the grace plays no part, since time moves on.
 */
export function feedsItself(rules: readonly RuleEdges[]): boolean {
  const sources = rules.map(({ sourcePath, withSubfolders }) => ({
    pattern: parsePattern(sourcePath),
    withSubfolders,
  }));
  const years = yearsNamed(rules.map(({ sourcePath }) => sourcePath));
  return rules.some(({ archivePath }) =>
    archiveFolders(archivePath, years).some((folder) =>
      sources.some(({ pattern, withSubfolders }) => {
        const now = { year: 0, month: 1 };
        const result = matchPattern(pattern, folder, { now, graceMonths: 0, withSubfolders });
        return result.matched || result.outsidePeriod;
      }),
    ),
  );
}

/** The folders that an archive path means: in every month, of the years that can make a difference. */
function archiveFolders(archivePath: string | null, years: readonly number[]): string[] {
  if (archivePath === null) return [];
  const pattern = parsePattern(archivePath);
  const folders = years.flatMap((year) => months.map((month) => renderPattern(pattern, { year, month })));
  return [...new Set(folders)];
}

/** A variable meets a plain name only where the name holds its value: the years that sources write out, and one for all others. */
function yearsNamed(paths: readonly string[]): number[] {
  const named = paths.flatMap((path) => [...path.matchAll(/(?=(\d{4}))/g)].map((found) => Number(found[1])));
  return [2026, ...named];
}
