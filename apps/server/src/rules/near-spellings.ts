import { foldForSearch } from '../clients/search-key.ts';

/** A folder's name and how many clients have it. */
export interface Spelling {
  readonly name: string;
  readonly clients: number;
}

/** How many times more clients have the name that another may be meant for. */
const manyTimes = 3;

/**
 * Names at one place, each with the one that many more clients have and that it may be meant for: `bulletin` where others have
 * `Bulletins`. Names whose numbers differ are never the same one. Pure.
 */
export function findNearSpellings(
  spellings: readonly Spelling[],
): (Spelling & { readonly looksLike: string | null })[] {
  return spellings.map((spelling) => {
    const near = spellings
      .filter(({ name, clients }) => clients >= spelling.clients * manyTimes && areNear(name, spelling.name))
      .toSorted((a, b) => b.clients - a.clients)[0];
    return { ...spelling, looksLike: near?.name ?? null };
  });
}

/** Whether two names may be one: accents, signs and an ending apart, or within a slip of the keyboard. */
function areNear(a: string, b: string): boolean {
  const [one, other] = [lettersOf(a), lettersOf(b)];
  if (numbersOf(a) !== numbersOf(b) || one.length < 3 || other.length < 3) return false;
  return one === other || distance(one, other) <= (Math.min(one.length, other.length) < 8 ? 1 : 2);
}

function lettersOf(name: string): string {
  return foldForSearch(name)
    .split(/[^\p{Letter}]+/u)
    .map((word) => word.replace(/[sx]$/, ''))
    .join('');
}

function numbersOf(name: string): string {
  return (name.match(/\d+/g) ?? []).join(' ');
}

/** How many letters must be added, taken away or changed (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(
        Math.min((row[j] ?? 0) + Number(letter !== other), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
