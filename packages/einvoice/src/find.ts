/** Finding in the elements of an invoice, by local names: the paths of the norm's tables, `Party/PostalAddress/CityName`. */
import type { XmlElement } from './parse-xml.ts';

type Place = XmlElement | undefined;

/** Every element at a path below another, in the order of the file. A step may name several elements, `Country|CountryID`. */
export function findAll(from: Place, path: string): readonly XmlElement[] {
  let found: readonly XmlElement[] = from === undefined ? [] : [from];
  for (const step of path.split('/')) {
    const names = step.split('|');
    found = found.flatMap(({ children }) => children.filter(({ name }) => names.includes(name)));
  }
  return found;
}

/** The first element at a path. */
export function find(from: Place, path: string): XmlElement | undefined {
  return findAll(from, path)[0];
}

/** The text of the first element at a path that has some. */
export function textAt(from: Place, path: string): string | null {
  return textsAt(from, path)[0] ?? null;
}

/** Every text at a path. */
export function textsAt(from: Place, path: string): readonly string[] {
  return findAll(from, path)
    .map(({ text }) => text)
    .filter((text) => text !== '');
}

/** The text of the first element at a path that is an identifier of a scheme (`0009`, `VA`). */
export function idAt(from: Place, path: string, schemes: readonly string[]): string | null {
  const found = findAll(from, path).find(
    ({ attributes, text }) => text !== '' && schemes.includes(attributes.schemeID ?? ''),
  );
  return found?.text ?? null;
}

/** `2026-11-21` from `2026-11-21`, with or without a time zone, or `20261121`; `null` for anything else. */
export function readDate(text: string | null): string | null {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})(?:Z|[+-]\d{2}:\d{2}|T.*)?$/.exec(text ?? '') ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const iso = `${year}-${month}-${day}`;
  const time = Date.parse(iso);
  // A 31 February would slip into March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso) ? iso : null;
}
