import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arrows } from './arrows.ts';
import { checkArrows } from './check-arrows.ts';
import { importRules } from './import-rules.ts';
import { allowed, forbidden } from './planted.ts';
import { folderOf, type Project, type Workspace } from './project.ts';
import { readProject } from './read-project.ts';
import { readSource } from './read-source.ts';

const root = join(import.meta.dirname, '../..');
const project = await readProject(root);

const workspaces: readonly Workspace[] = [
  ...['model', 'api', 'einvoice', 'testkit', 'other'].map((name) => packageNamed(name, ['.'])),
  packageNamed('connector', ['.', './conformance']),
  { folder: 'connectors/inqom', name: '@navette/connector-inqom', entries: ['.'] },
  ...['server', 'agent'].map((name) => ({
    folder: `apps/${name}`,
    name: `@navette/${name}`,
    entries: ['.'],
  })),
];

function packageNamed(name: string, entries: string[]): Workspace {
  return { folder: `packages/${name}`, name: `@navette/${name}`, entries };
}

function planted({ path, text }: { path: string; text: string }): Project {
  return { files: [readSource(path, text)], workspaces };
}

describe('this repository', () => {
  it('keeps to the arrows', () => {
    const lines = checkArrows(project).map(
      ({ rule, place, what, reason }) => `${place} ${what}\n    (${rule}) ${reason}`,
    );
    expect(lines.join('\n'), 'forbidden imports').toBe('');
  });

  it('was read, every workspace of it', () => {
    const folders = new Set(project.files.map((file) => folderOf(file.path)));
    expect(project.workspaces.length).toBeGreaterThan(0);
    const unread = project.workspaces.filter(
      ({ folder }) => hasFiles(join(root, folder, 'src')) && !folders.has(folder),
    );
    expect(unread).toEqual([]);
    const imports = project.files.flatMap((file) => file.imports);
    expect(imports.length).toBeGreaterThan(project.files.length);
  });
});

describe('a planted import', () => {
  it.each(forbidden)('breaks $rule: $path $text', ({ rule, path, text }) => {
    expect(checkArrows(planted({ path, text })).map((violation) => violation.rule)).toEqual([rule]);
  });

  it.each(allowed)('is allowed: $path $text', ({ path, text }) => {
    expect(checkArrows(planted({ path, text }))).toEqual([]);
  });

  it('exists for every rule and every arrow', () => {
    const rules = [...importRules.map(({ name }) => name), ...arrows.map(({ from }) => `arrow ${from}`)];
    const unproven = rules.filter((name) => !forbidden.some(({ rule }) => rule === name));
    expect(unproven).toEqual([]);
  });

  it('is found in a longer cycle, type-only imports included', () => {
    const files = [
      readSource('tools/a.ts', "import './b.ts';"),
      readSource('tools/b.ts', "import type { x } from './c.ts';"),
      readSource('tools/c.ts', "export * from './a.ts';"),
    ];
    const [violation, ...others] = checkArrows({ files, workspaces });
    expect(violation?.what).toBe('imports itself: tools/a.ts → tools/b.ts → tools/c.ts → tools/a.ts');
    expect(others).toEqual([]);
  });
});

describe('reading from disk', () => {
  it('finds a forbidden import in every kind of source file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'arrows-'));
    try {
      await write(
        folder,
        'packages/model/package.json',
        '{ "name": "@navette/model", "exports": { ".": "./x.ts" } }',
      );
      const names = ['a.ts', 'b.tsx', 'c.mjs', 'd.js', 'e.mts'];
      for (const name of names) await write(folder, `packages/model/src/${name}`, "import 'node:net';");
      await write(folder, 'packages/model/node_modules/x/index.js', "import 'node:net';");
      const violations = checkArrows(await readProject(folder));
      expect(violations.map(({ place }) => place)).toEqual(
        names.map((name) => `packages/model/src/${name}:1`),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('fails when there is nothing to read, and when a file cannot be parsed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'arrows-'));
    try {
      await expect(readProject(folder)).rejects.toThrow('no source file');
      await write(folder, 'tools/broken.ts', 'const = 1;');
      await expect(readProject(folder)).rejects.toThrow(SyntaxError);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

function hasFiles(folder: string): boolean {
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.ts'))
  );
}

async function write(folder: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}
