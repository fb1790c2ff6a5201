/** Finds in a Markdown document what it says of the repository: folders, paths, exported symbols and links. */

export interface TreeLine {
  readonly folder: string;
  readonly sentence: string;
}

export interface NamedPath {
  /** From the top of the repository. */
  readonly path: string;
  /** After `#`: a name that the file exports. */
  readonly symbol: string | undefined;
}

/** The lines of the fenced blocks marked `tree`: a folder with its `/`, spaces, a sentence. */
export function readTree(markdown: string): TreeLine[] {
  const blocks = [...markdown.matchAll(/^```tree\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
  return blocks
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [folder = '', ...words] = line.trim().split(/\s+/);
      return { folder: folder.replace(/\/$/, ''), sentence: words.join(' ') };
    });
}

/**
 * The paths in backticks outside fenced blocks: `apps/server/`, `README.md`, `tools/check.mjs`, `packages/model/src/siret.ts#checkSiret`.
 * Text with spaces, a pattern (`connectors/*`), a package (`@navette/model`) or an address (`/api/v1`) is none.
 */
export function readPaths(markdown: string): NamedPath[] {
  const prose = markdown.replace(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)]
    .map((match) => match[1] ?? '')
    .filter((text) => /^\.?[\w][\w.\-/]*(#\w+)?$/.test(text) && /\/|\.(md|json|ts|tsx|mjs)(#|$)/.test(text))
    .map((text) => {
      const [path = '', symbol] = text.split('#');
      return { path: path.replace(/\/$/, ''), symbol };
    });
}

/** Where the links of a document lead, without those to other sites and to places of the same page. */
export function readLinks(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^([a-z]+:|#)/i.test(target))
    .map((target) => target.replace(/#.*$/, ''));
}
