/** Holds a project against the arrows and the rules. */
import { arrows, isNamed } from './arrows.ts';
import { findCycles } from './find-cycles.ts';
import { type FoundImport, importRules, isWorkspaceFolder, reachedFolder } from './import-rules.ts';
import { folderOf, isTestFile, type Project, resolveImport } from './project.ts';
import type { SourceFile } from './read-source.ts';

export interface Violation {
  readonly rule: string;
  /** `apps/web/src/main.tsx:3` */
  readonly place: string;
  readonly what: string;
  readonly reason: string;
}

const bundledFolders = ['packages/model', 'packages/api', 'apps/agent'];

/** Every breach of a rule or an arrow in a project, in the order of the files. */
export function checkArrows(project: Project): Violation[] {
  return [
    ...project.files.flatMap((file) => [...checkImports(project, file), ...checkBundled(file)]),
    ...checkRows(project),
    ...checkCycles(project),
  ];
}

function checkImports(project: Project, file: SourceFile): Violation[] {
  return file.imports.flatMap((imported) => {
    const { specifier } = imported;
    const target = specifier === undefined ? undefined : resolveImport(project, file.path, specifier);
    const found = { file, imported, target };
    const place = `${file.path}:${imported.line}`;
    const what = `imports ${specifier ?? 'a computed name'}`;
    // A rule says more than the arrow it stands on, so it is looked at first.
    const rule = importRules.find((each) => each.forbids(found));
    if (rule) return [{ rule: rule.name, place, what, reason: rule.reason }];
    const arrow = findBrokenArrow(found);
    return arrow ? [{ rule: `arrow ${arrow.from}`, place, what, reason: arrow.reason }] : [];
  });
}

function findBrokenArrow({ file, target }: FoundImport) {
  const from = folderOf(file.path);
  const reached = reachedFolder(target);
  if (reached === undefined || reached === from || !isWorkspaceFolder(reached)) return undefined;
  if (reached === 'packages/testkit' && isTestFile(file.path)) return undefined;
  const arrow = arrows.find((each) => isNamed(each.from, from));
  return arrow?.to.some((each) => isNamed(each, reached)) ? undefined : arrow;
}

function checkBundled(file: SourceFile): Violation[] {
  if (!bundledFolders.includes(folderOf(file.path)) || isTestFile(file.path)) return [];
  return file.unbundled.map(({ what, line }) => ({
    rule: 'bundled-agent',
    place: `${file.path}:${line}`,
    what: `has ${what}`,
    reason: 'the agent is packaged as one CommonJS file, which cannot hold it',
  }));
}

function checkRows(project: Project): Violation[] {
  const folders = new Set(project.files.map((file) => folderOf(file.path)).filter((folder) => folder !== ''));
  return [...folders]
    .filter((folder) => !arrows.some((arrow) => isNamed(arrow.from, folder)))
    .map((folder) => ({
      rule: 'every-folder-has-a-row',
      place: folder,
      what: 'has no row in tools/arrows/arrows.ts',
      reason: 'what a folder may import is decided before it is written',
    }));
}

function checkCycles(project: Project): Violation[] {
  const graph = new Map(
    project.files.map((file) => [
      file.path,
      file.imports.flatMap(({ specifier }) => {
        const target = specifier === undefined ? undefined : resolveImport(project, file.path, specifier);
        return target?.kind === 'file' ? [target.path] : [];
      }),
    ]),
  );
  return findCycles(graph).map((cycle) => ({
    rule: 'no-cycle',
    place: cycle[0] ?? '',
    what: `imports itself: ${cycle.join(' → ')}`,
    reason: 'files that import each other can be neither read nor changed one at a time',
  }));
}
