import { randomBytes } from 'node:crypto';

/** Distinct bytes that start like a PDF. */
export function makePdf(sizeBytes = 200): Uint8Array<ArrayBuffer> {
  return makeDocument('%PDF-1.7\n', sizeBytes);
}

/** Distinct bytes that begin with `start`, text or bytes. */
export function makeDocument(start: string | Uint8Array, sizeBytes = 200): Uint8Array<ArrayBuffer> {
  const first = Buffer.from(start);
  return Uint8Array.from(Buffer.concat([first, randomBytes(sizeBytes - first.length)]));
}

/** A form with text fields and one file; a field that is `undefined` is left out. */
export function makeForm(
  fields: Readonly<Record<string, string | undefined>>,
  file: { readonly field: string; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> },
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value);
  form.append(file.field, new Blob([file.bytes]), file.name);
  return form;
}
