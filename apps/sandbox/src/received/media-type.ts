const signatures: readonly { mediaType: string; starts: readonly number[] }[] = [
  { mediaType: 'application/pdf', starts: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { mediaType: 'image/jpeg', starts: [0xff, 0xd8, 0xff] },
  { mediaType: 'image/png', starts: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mediaType: 'image/tiff', starts: [0x49, 0x49, 0x2a, 0x00] },
  { mediaType: 'image/tiff', starts: [0x4d, 0x4d, 0x00, 0x2a] },
];

export const unknownMediaType = 'application/octet-stream';

/** How many bytes of a document `detectMediaType` needs. */
export const signatureBytes = 8;

/** @returns PDF, JPEG, PNG or TIFF by the first bytes, whatever the name says; else `unknownMediaType`. */
export function detectMediaType(firstBytes: Uint8Array): string {
  const found = signatures.find(({ starts }) => starts.every((byte, index) => firstBytes[index] === byte));
  return found?.mediaType ?? unknownMediaType;
}
