/**
 * Writes the pages that say what the code says: `docs/errors.md`, from the error catalogue, and `docs/connectors.md` with its
 * English twin, from the manifests of the connectors. With `--check` it writes nothing and fails when a page is stale.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type CatalogueEntry, errorCatalogue } from '@navette/model';
import { readManifests } from './connectors/read-connectors.ts';
import { renderConnectorPage } from './connectors/render-page.ts';

const root = join(import.meta.dirname, '..');

interface Page {
  readonly file: string;
  readonly text: string;
}

type Entries = readonly (readonly [code: string, entry: CatalogueEntry])[];

interface Kind {
  readonly title: string;
  readonly about: string;
  /** The column that this kind alone has. */
  readonly own?: { readonly head: string; readonly cell: (entry: CatalogueEntry) => string };
}

const kinds: Readonly<Record<CatalogueEntry['kind'], Kind>> = {
  request: {
    title: 'Answers of the HTTP API',
    about: 'A problem document (RFC 9457) with this `code` and both sentences.',
    own: { head: 'status', cell: ({ status }) => String(status) },
  },
  delivery: {
    title: 'Deliveries',
    about:
      'Why a document did not reach its partner, or not yet. The class decides what the queue does next.',
    own: { head: 'class', cell: (entry) => String(entry.class) },
  },
  agent: { title: 'The agent', about: 'Met on the computer of a hot folder.' },
  start: { title: 'The start of the server', about: 'Met in the terminal; the server does not start.' },
};

const actors: Readonly<Record<CatalogueEntry['who'], string>> = {
  client: 'the person who deposits',
  collaborator: 'a collaborator',
  admin: 'an administrator',
  operator: 'the operator',
  partner: 'the partner',
  publisher: 'the publisher',
};

/** The page of errors: one table per kind, codes in the order of the catalogue. */
export function renderErrors(catalogue: Readonly<Record<string, CatalogueEntry>>): string {
  const sections = Object.entries(kinds).map(([kind, described]) =>
    renderKind(
      described,
      Object.entries(catalogue).filter(([, entry]) => entry.kind === kind),
    ),
  );
  const intro =
    'Every failure that a user can meet: its code, its sentence in French and in English, who can act, and whether trying again\n' +
    'without changing anything can help. `{name}` stands for a value that the failure brings.\n\n' +
    'Written by `npm run docs` from `packages/model/src/error-catalogue.ts`. Do not edit.';
  return `# Errors\n\n${intro}\n\n${sections.join('\n')}`;
}

function renderKind({ title, about, own }: Kind, entries: Entries): string {
  const head = ['code', ...(own ? [own.head] : []), 'French', 'English', 'who can act', 'retry helps'];
  const rows = entries.map(([code, entry]) => [
    `\`${code}\``,
    ...(own ? [own.cell(entry)] : []),
    entry.fr,
    entry.en,
    actors[entry.who],
    entry.retry ? 'yes' : 'no',
  ]);
  const lines = [head, head.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map(escapeCell).join(' | ')} |`,
  );
  return `## ${title}\n\n${about}\n\n${lines.join('\n')}\n`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}

async function writePages(pages: readonly Page[]): Promise<void> {
  for (const { file, text } of pages) {
    if ((await readFile(file, 'utf8').catch(() => '')) === text) continue;
    const name = relative(root, file);
    if (process.argv.includes('--check')) {
      console.error(`${name} is stale: run npm run docs`);
      process.exitCode = 1;
      continue;
    }
    await writeFile(file, text);
    console.log(`wrote ${name}`);
  }
}

async function main(): Promise<void> {
  await writePages([{ file: join(root, 'docs/errors.md'), text: renderErrors(errorCatalogue) }]);
  // After it, since a connector that does not load keeps its page from being written.
  const manifests = await readManifests(root);
  await writePages([
    { file: join(root, 'docs/connectors.md'), text: renderConnectorPage(manifests, 'fr') },
    { file: join(root, 'docs/connectors.en.md'), text: renderConnectorPage(manifests, 'en') },
  ]);
}

if (import.meta.main) await main();
