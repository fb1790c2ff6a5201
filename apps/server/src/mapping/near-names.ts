/** Names of companies that may be one: `SARL Garage du Parc` and `GARAGE DU PARC (ancien)`. */
import { foldForSearch } from '../clients/search-key.ts';

/** Words that say how a company is made, or nothing. */
const silent = new Set(
  'sa sarl sas sasu eurl sci scp scm selarl selas snc earl gaec gie ei eirl scop association asso ste societe ets etablissements cabinet monsieur madame mme mlle m mr et de du des la le les l d & the'.split(
    ' ',
  ),
);

/** Below this share of common trigrams, two names have little more than chance in common. */
const leastLikeness = 0.4;

/** A name as it is compared: its words that say something, without accents, case and signs. */
export function tellingWords(name: string): string {
  const words = foldForSearch(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !silent.has(word));
  return (telling.length === 0 ? words : telling).join(' ');
}

/** Finds what has a name like another, the likest first. */
export interface NearNames<Item> {
  find(name: string): readonly Item[];
}

/** Indexes things by their names: 3,000 take some 15 ms, a look for one 1 ms. */
export function indexNames<Item>(items: readonly Item[], nameOf: (item: Item) => string): NearNames<Item> {
  const sizes: number[] = [];
  const holders = new Map<string, number[]>();
  for (const [index, item] of items.entries()) {
    const trigrams = trigramsOf(tellingWords(nameOf(item)));
    sizes.push(trigrams.size);
    for (const trigram of trigrams) {
      const known = holders.get(trigram);
      if (known === undefined) holders.set(trigram, [index]);
      else known.push(index);
    }
  }
  return {
    find(name) {
      const wanted = trigramsOf(tellingWords(name));
      const common = new Map<number, number>();
      for (const trigram of wanted)
        for (const index of holders.get(trigram) ?? []) common.set(index, (common.get(index) ?? 0) + 1);
      return [...common]
        .map(([index, shared]) => ({ index, likeness: likenessOf(shared, wanted.size, sizes[index] ?? 0) }))
        .filter(({ likeness }) => likeness >= leastLikeness)
        .sort((one, other) => other.likeness - one.likeness || one.index - other.index)
        .flatMap(({ index }) => items[index] ?? []);
    },
  };
}

/** Dice's coefficient, and in its place the share of the shorter name that is in the longer, counted a little less. */
function likenessOf(shared: number, one: number, other: number): number {
  return Math.max((2 * shared) / (one + other), (0.8 * shared) / Math.max(8, Math.min(one, other)));
}

/** Words are marked at both ends, so that their order matters less than their letters. */
function trigramsOf(words: string): Set<string> {
  const trigrams = new Set<string>();
  for (const word of words.split(' ')) {
    const marked = `^${word}$`;
    for (let at = 0; at + 3 <= marked.length; at++) trigrams.add(marked.slice(at, at + 3));
  }
  return trigrams;
}
