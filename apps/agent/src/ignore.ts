/** Names that are never taken: what a program is still writing, or keeps for itself. */

/** The usual list; `*` stands for anything, case does not count. */
export const usualIgnoredNames: readonly string[] = [
  // hidden files, the agent's own names among them (`.navette-…`)
  '.*',
  // office programs: lock files and files being saved
  '~$*',
  '~*.tmp',
  '*.tmp',
  '*.temp',
  '*~',
  // downloads and transfers under way
  '*.part',
  '*.partial',
  '*.crdownload',
  '*.download',
  '*.opdownload',
  '*.filepart',
  '*.aria2',
  '*.!ut',
  '*.swp',
  '*.swx',
  // what systems put in folders
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  '$recycle.bin',
  'system volume information',
  '@eadir',
  '#recycle',
  '__macosx',
  // the agent's own reasons beside refused files
  '*.raison.txt',
];

/** The end of the name of the file that says why another was refused. */
export const reasonSuffix = '.raison.txt';

/** The start of the names that the agent gives to its own hidden files. */
export const ownPrefix = '.navette-';

/** @returns whether a name (of a file or a directory, without its path) is to be left alone. */
export function createIgnore(patterns: readonly string[] = usualIgnoredNames): (name: string) => boolean {
  const always = [`${ownPrefix}*`, `*${reasonSuffix}`];
  const expressions = [...patterns, ...always].map(toExpression);
  const any = new RegExp(`^(?:${expressions.join('|')})$`, 'isu');
  return (name) => any.test(name);
}

function toExpression(pattern: string): string {
  return pattern.split('*').map(quote).join('.*');
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
