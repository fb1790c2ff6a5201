import { NavetteError } from '@navette/model';

const signatures = {
  zip: [0x50, 0x4b, 0x03, 0x04],
  // Compound File: .xls, and whatever Excel protects with a password.
  compound: [0xd0, 0xcf, 0x11, 0xe0],
} as const;

/**
 * What a table's bytes are, whatever the file is called. What is neither is taken for text.
 * @throws NavetteError `sheet_old_format`
 */
export function recogniseFile(bytes: Uint8Array): 'xlsx' | 'text' {
  const startsWith = (signature: readonly number[]) =>
    signature.every((byte, index) => bytes[index] === byte);
  if (startsWith(signatures.compound)) throw new NavetteError('sheet_old_format');
  return startsWith(signatures.zip) ? 'xlsx' : 'text';
}
