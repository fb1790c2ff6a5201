/** How names are found and sorted: no accents, lower case, single spaces; the code and the SIRET follow the name. */
export function searchKeyOf(name: string, code: string | null, siret: string | null): string {
  return foldForSearch([name, code ?? '', siret ?? ''].join(' '));
}

/** The form in which a search is compared with search keys. */
export function foldForSearch(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/\s+/g, ' ')
    .trim();
}
