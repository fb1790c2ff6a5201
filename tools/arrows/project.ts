/** What the rules look at: the source files, parsed, and the workspaces that hold them. */
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { SourceFile } from './read-source.ts';

export interface Workspace {
  /** `packages/model` */
  readonly folder: string;
  /** `@navette/model` */
  readonly name: string;
  /** Keys of `exports` in its package.json: `.`, `./conformance`. */
  readonly entries: readonly string[];
}

export interface Project {
  readonly files: readonly SourceFile[];
  readonly workspaces: readonly Workspace[];
}

export type Target =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'workspace'; readonly workspace: Workspace; readonly entry: string }
  | { readonly kind: 'builtin'; readonly name: string }
  | { readonly kind: 'package'; readonly name: string };

/** What a specifier written in a file means. */
export function resolveImport(project: Project, from: string, specifier: string): Target {
  const plain = specifier.replace(/[?].*$/, '');
  if (plain.startsWith('.')) return { kind: 'file', path: posix.join(posix.dirname(from), plain) };
  if (isBuiltin(plain)) return { kind: 'builtin', name: plain.replace(/^node:/, '') };
  const workspace = project.workspaces.find(({ name }) => plain === name || plain.startsWith(`${name}/`));
  if (workspace) return { kind: 'workspace', workspace, entry: `.${plain.slice(workspace.name.length)}` };
  return {
    kind: 'package',
    name: plain
      .split('/')
      .slice(0, plain.startsWith('@') ? 2 : 1)
      .join('/'),
  };
}

/** The folder that the arrows speak of: a workspace's, or a top folder; empty for a file at the top. */
export function folderOf(path: string): string {
  const folders = path.split('/').slice(0, -1);
  const isWorkspace = ['apps', 'packages', 'connectors'].includes(folders[0] ?? '');
  return folders.slice(0, isWorkspace ? 2 : 1).join('/');
}

/** Whether a file is there for tests alone: it never ships, and may use the testkit. */
export function isTestFile(path: string): boolean {
  return (
    /\.test\.tsx?$/.test(path) ||
    posix.basename(path).startsWith('test-') ||
    path.split('/').includes('testing') ||
    path.startsWith('packages/testkit/') ||
    path.startsWith('packages/connector/src/conformance/') ||
    ['demo', 'e2e', 'chaos', 'bench'].includes(folderOf(path)) ||
    /^vitest\.[^/]+\.ts$/.test(path)
  );
}
