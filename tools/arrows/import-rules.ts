/** The rules on imports, one object each: what it forbids, and the sentence that is shown with the offending line. */
import { folderOf, isTestFile, type Target } from './project.ts';
import type { ImportedModule, SourceFile } from './read-source.ts';

export interface FoundImport {
  readonly file: SourceFile;
  readonly imported: ImportedModule;
  readonly target: Target | undefined;
}

/** A rule that looks at one import at a time. */
interface ImportRule {
  readonly name: string;
  readonly reason: string;
  readonly forbids: (found: FoundImport) => boolean;
}

const connectorList = 'apps/server/src/applications/connectors.gen.ts';

const socketModules = new Set([
  'net',
  'http',
  'https',
  'http2',
  'tls',
  'dgram',
  'fs',
  'fs/promises',
  'child_process',
]);
const browserFolders = ['packages/model', 'packages/api', 'packages/einvoice', 'apps/web'];

/** The workspace or top folder that an import reaches into; undefined for what is not ours. */
export function reachedFolder(target: Target | undefined): string | undefined {
  if (target?.kind === 'workspace') return target.workspace.folder;
  return target?.kind === 'file' ? folderOf(target.path) : undefined;
}

export const isWorkspaceFolder = (folder: string) => /^(apps|packages|connectors)\//.test(folder);

export const importRules: readonly ImportRule[] = [
  {
    name: 'no-app',
    reason: 'nothing imports an app: apps are started as processes, so that each can change or move alone',
    forbids: ({ file, target }) => {
      const reached = reachedFolder(target);
      return reached?.startsWith('apps/') === true && reached !== folderOf(file.path);
    },
  },
  {
    name: 'testkit-for-tests',
    reason: 'the testkit breaks things on purpose; nothing that ships may hold it',
    forbids: ({ file, target }) => reachedFolder(target) === 'packages/testkit' && !isTestFile(file.path),
  },
  {
    name: 'no-test-code',
    reason: 'what ships does not import what is there for tests alone',
    forbids: ({ file, target }) =>
      target?.kind === 'file' &&
      isWorkspaceFolder(folderOf(file.path)) &&
      isTestFile(target.path) &&
      !isTestFile(file.path),
  },
  {
    name: 'one-connector-list',
    reason: `the platform knows connectors through ${connectorList} only, so that adding one changes nothing else`,
    forbids: ({ file, target }) =>
      folderOf(file.path) === 'apps/server' &&
      file.path !== connectorList &&
      reachedFolder(target)?.startsWith('connectors/') === true,
  },
  {
    name: 'no-socket-in-connector',
    reason:
      'a connector reaches its partner through its context, where pacing, deadlines and address checks live once',
    forbids: ({ file, target }) =>
      file.path.startsWith('connectors/') &&
      !isTestFile(file.path) &&
      ((target?.kind === 'builtin' && socketModules.has(target.name)) ||
        (target?.kind === 'package' && target.name === 'undici')),
  },
  {
    name: 'runs-in-browser',
    reason: 'the web page holds it, and a browser has no modules of Node',
    forbids: ({ file, target }) =>
      browserFolders.includes(folderOf(file.path)) &&
      file.path.includes('/src/') &&
      !isTestFile(file.path) &&
      target?.kind === 'builtin',
  },
  {
    name: 'through-exports',
    reason:
      'a package is used through the entries of its package.json, so that the rest of it can change freely',
    forbids: ({ file, target }) => {
      if (target?.kind === 'workspace') {
        return (
          target.workspace.folder === folderOf(file.path) || !target.workspace.entries.includes(target.entry)
        );
      }
      const reached = reachedFolder(target);
      if (reached === undefined || reached === folderOf(file.path)) return false;
      return isWorkspaceFolder(reached) || isWorkspaceFolder(folderOf(file.path));
    },
  },
  {
    name: 'no-computed-import',
    reason: 'an import whose name is computed escapes every other rule',
    forbids: ({ file, imported }) =>
      imported.specifier === undefined && isWorkspaceFolder(folderOf(file.path)) && !isTestFile(file.path),
  },
];
