/**
 * A path of a rule while it is typed: what stands before the caret, what a choice replaces, what is a variable. The server alone
 * says what a path means.
 */

export interface PathToken {
  readonly text: string;
  readonly isVariable: boolean;
  /** Where it starts in the path. */
  readonly at: number;
}

/** @returns the path in pieces, `{…}` apart from the text around; joined they give it back. */
export function splitVariables(path: string): PathToken[] {
  const tokens: PathToken[] = [];
  let at = 0;
  for (const text of path.split(/(\{[^{}]*\})/)) {
    if (text !== '') tokens.push({ text, isVariable: /^\{[^{}]*\}$/.test(text), at });
    at += text.length;
  }
  return tokens;
}

export interface TypedPart {
  /** What stands before the caret. */
  readonly typed: string;
  /** Where the name under the caret starts. */
  readonly nameStart: number;
  /** Where a brace was opened in that name and not closed, `null` when there is none. */
  readonly braceStart: number | null;
  /** What was typed of the name, or of the variable without its brace. */
  readonly part: string;
}

/** Reads a path at the caret: which name is being typed, and whether it is a variable. */
export function splitAtCaret(path: string, caret: number): TypedPart {
  const typed = path.slice(0, caret);
  const nameStart = typed.lastIndexOf('/') + 1;
  const brace = typed.lastIndexOf('{');
  const isOpen = brace >= nameStart && typed.indexOf('}', brace) < 0;
  const braceStart = isOpen ? brace : null;
  return { typed, nameStart, braceStart, part: typed.slice(isOpen ? brace + 1 : nameStart) };
}

/** What is offered under the field: a folder that exists, or a variable with its braces. */
export interface PathChoice {
  readonly kind: 'folder' | 'variable';
  readonly name: string;
}

/** The path and the caret once a choice took the place of what was typed. */
export interface CompletedPath {
  readonly path: string;
  readonly caret: number;
}

/**
 * Puts a choice in the place of what was typed of it, and of the rest of that name. At the end of the path a slash follows, so that
 * the next name can be typed at once.
 */
export function completeTyped(path: string, caret: number, choice: PathChoice): CompletedPath {
  const { nameStart, braceStart, part } = splitAtCaret(path, caret);
  const after = path.slice(caret);
  const isWholeName =
    choice.kind === 'folder' || (braceStart === null && startsAs(choice.name.slice(1, -1), part));
  const start = isWholeName ? nameStart : (braceStart ?? caret);
  const rest = isWholeName ? /^[^/]*/ : braceStart === null ? /^/ : /^[^/{}]*\}?/;
  const tail = after.replace(rest, '');
  const head = withSlash(path.slice(0, start)) + choice.name;
  const isEnd = tail === '' && head.lastIndexOf('/') === head.length - choice.name.length - 1;
  const next = isEnd ? `${head}/` : head;
  const followed = isEnd ? '' : tail;
  // After a folder in the middle of a path one goes on behind the slash that is there.
  const skip = choice.kind === 'folder' && followed.startsWith('/') ? 1 : 0;
  return { path: next + followed, caret: next.length + skip };
}

function withSlash(head: string): string {
  return head.startsWith('/') ? head : `/${head}`;
}

/** @returns the choices that what was typed may become, those that start with it first; all of them when nothing was. */
export function matchChoices<T extends { readonly name: string }>(choices: readonly T[], part: string): T[] {
  const wanted = fold(part);
  if (wanted === '') return [...choices];
  const starting = choices.filter(({ name }) => fold(name).startsWith(wanted));
  const holding = choices.filter(({ name }) => {
    const folded = fold(name);
    return folded.includes(wanted) && !folded.startsWith(wanted);
  });
  return [...starting, ...holding];
}

function startsAs(name: string, part: string): boolean {
  return fold(name).startsWith(fold(part));
}

/** Without accents, case and braces: `mil` finds `{millésime}`. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\p{M}{}]/gu, '')
    .toLowerCase();
}

/** A path as it is sent: one slash before, none after. @returns `''` for one that names nothing */
export function cleanPath(path: string): string {
  const names = path
    .split('/')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length === 0 ? '' : `/${names.join('/')}`;
}

/**
 * An archive that never is under the folders of its rule, so that nothing leaves again: the same folders, under one name.
 * @returns `null` for a path that names nothing
 */
export function proposeArchive(sourcePath: string, folder: string): string | null {
  const path = cleanPath(sourcePath);
  return path === '' || `${path}/`.startsWith(`/${folder}/`) ? null : `/${folder}${path}`;
}
