import type { DocumentType } from '@navette/model';

/** Beginnings of folder names, without accents, by what such a folder holds. */
const names: readonly (readonly [RegExp, DocumentType])[] = [
  [/^(achat|fournisseur|facture.* d.?achat)/, 'purchase'],
  [/^(vente|client|facture.* de vente|recette)/, 'sales'],
  [/^(note.* de frais|ndf|frais)/, 'expense'],
  [/^(social|juridique|administratif|fiscal|paie)/, 'administrative'],
];

/**
 * @returns the type that a folder most likely holds: the only one that the application takes, else the one its name tells (the
 * lowest folder that tells one); `null` when nothing does.
 */
export function guessType(path: string, accepted: readonly DocumentType[]): DocumentType | null {
  if (accepted.length === 1) return accepted[0] ?? null;
  for (const segment of path.split('/').toReversed()) {
    const name = segment.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
    const type = names.find(([pattern]) => pattern.test(name))?.[1];
    if (type && accepted.includes(type)) return type;
  }
  return null;
}
