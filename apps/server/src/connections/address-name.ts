import { foldForSearch } from '../clients/search-key.ts';

/** What says how a company is made, and is not in its address. */
const legalForms = new Set(
  'sa sarl sas sasu eurl sci scp scm selarl selas snc earl gaec gie ei eirl scop ste societe ets etablissements'.split(
    ' ',
  ),
);

const maxLength = 40;

/** The name of a client as an address may hold it: `SARL Boulangerie Dupont & Fils` → `boulangerie.dupont.fils`. Empty when nothing is left. */
export function addressNameOf(name: string): string {
  const words = foldForSearch(name)
    .replace(/ø/g, 'o')
    .replace(/ß/g, 'ss')
    // `S.A.R.L.` and `l’Étoile`
    .replace(/\b(?:[a-z]\.){2,}/g, (initials) => initials.replaceAll('.', ''))
    .replace(/\b[dlnsm]['’]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !legalForms.has(word));
  return (telling.length === 0 ? words : telling).join('.').slice(0, maxLength).replace(/\.+$/, '');
}
