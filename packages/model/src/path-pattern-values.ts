/** Patterns and the values of their variables: what is put in, what they then mean, what no folder can be called. */
import { type DocumentType, documentTypeNames } from './document-type.ts';
import { joinPath, safeName, shortenName } from './folder-path.ts';
import { type PathPattern, type PatternToken, type PatternVariable, writeToken } from './path-pattern.ts';

/** The values a source path was matched with. `null` where the pattern has no such variable; the month gives its quarter. */
export interface MatchedPeriod {
  readonly year: number | null;
  readonly month: number | null;
  readonly quarter: number | null;
}

/** A period whose quarter need not be said when its month is. */
export interface PeriodValues {
  readonly year: number | null;
  readonly month: number | null;
  readonly quarter?: number | null;
}

/** What does not depend on time. Without a value a variable stays as it is. */
export interface PatternValues {
  /** The client's name. */
  readonly client?: string;
  readonly type?: DocumentType;
}

const maxNameBytes = 255;

/** @returns 1 for January to March, 4 for October to December */
export function quarterOf(month: number): number {
  return Math.ceil(month / 3);
}

/**
 * The pattern for one client and one type: `{client}` and `{type}` become names, safe as folders' are, and shortened so that the whole
 * name stays within 255 bytes. Its `source` stays the one that was written.
 */
export function bindPattern(pattern: PathPattern, { client, type }: PatternValues): PathPattern {
  const segments = pattern.segments.map((tokens) => {
    const typed = type === undefined ? tokens : replace(tokens, 'type', typeFolderName(type));
    return joinTexts(client === undefined ? typed : replace(typed, 'client', fittingName(client, typed)));
  });
  return { ...pattern, segments };
}

/** Letters change with what follows them: an accent after a letter is one sign with it, a sigma has another form at the end. */
function joinTexts(tokens: readonly PatternToken[]): PatternToken[] {
  const joined: PatternToken[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    if (token.kind !== 'text' || last?.kind !== 'text') joined.push(token);
    else joined[joined.length - 1] = { kind: 'text', text: (last.text + token.text).normalize('NFC') };
  }
  return joined;
}

/** What a folder is called after a document type: in French, with the apostrophe that keyboards have. */
export function typeFolderName(type: DocumentType): string {
  return documentTypeNames[type].fr.replaceAll('’', "'");
}

function replace(
  tokens: readonly PatternToken[],
  kind: PatternVariable,
  text: string,
): readonly PatternToken[] {
  return tokens.map((token) => (token.kind === kind ? { kind: 'text', text } : token));
}

function fittingName(name: string, tokens: readonly PatternToken[]): string {
  const others = tokens.filter(({ kind }) => kind !== 'client').map(sampleOf);
  const room = maxNameBytes - byteLength(others.join(''));
  return safeName(shortenName(safeName(name), Math.max(1, room)));
}

/** The path a pattern means for given values. Throws RangeError when a variable has no value. */
export function renderPattern(pattern: PathPattern, period: PeriodValues): string {
  return writeNames(pattern, (token) => {
    const value = textOf(token, period);
    if (value === null) throw new RangeError(`${writeToken(token)} has no value`);
    return value;
  });
}

/** The same for people: what has no value stays as it is written. */
export function describePattern(pattern: PathPattern, period: PeriodValues): string {
  return writeNames(pattern, (token) => textOf(token, period) ?? writeToken(token));
}

function writeNames(pattern: PathPattern, write: (token: PatternToken) => string): string {
  return joinPath(pattern.segments.map((tokens) => tokens.map(write).join('')));
}

function textOf(token: PatternToken, { year, month, quarter }: PeriodValues): string | null {
  switch (token.kind) {
    case 'text':
      return token.text;
    case 'year':
      return year === null ? null : String(year).padStart(4, '0');
    case 'month':
      return month === null ? null : String(month).padStart(2, '0');
    case 'quarter': {
      const value = quarter ?? (month === null ? null : quarterOf(month));
      return value === null ? null : `T${value}`;
    }
    case 'client':
    case 'type':
      return null;
  }
}

/** A name of the pattern that no folder can have, since the names of folders are made safe; `null` when all are possible. */
export function findImpossibleName(pattern: PathPattern): string | null {
  for (const tokens of pattern.segments) {
    const sample = tokens.map(sampleOf).join('');
    if (safeName(sample) !== sample) return tokens.map(writeToken).join('');
  }
  return null;
}

function sampleOf(token: PatternToken): string {
  return textOf(token, { year: 2026, month: 11 }) ?? 'x';
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
