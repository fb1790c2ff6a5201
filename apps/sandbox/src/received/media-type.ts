interface Signature {
  readonly mediaType: string;
  readonly starts: readonly number[];
  readonly at?: number;
}

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];

const signatures: readonly Signature[] = [
  { mediaType: 'application/pdf', starts: ascii('%PDF-') },
  { mediaType: 'image/jpeg', starts: [0xff, 0xd8, 0xff] },
  { mediaType: 'image/png', starts: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mediaType: 'image/tiff', starts: [0x49, 0x49, 0x2a, 0x00] },
  { mediaType: 'image/tiff', starts: [0x4d, 0x4d, 0x00, 0x2a] },
  { mediaType: 'image/bmp', starts: ascii('BM') },
  { mediaType: 'image/gif', starts: ascii('GIF87a') },
  { mediaType: 'image/gif', starts: ascii('GIF89a') },
  ...['heic', 'heix', 'mif1', 'msf1'].map((brand) => ({
    mediaType: 'image/heic',
    starts: ascii(`ftyp${brand}`),
    at: 4,
  })),
  // The older office files (.doc, .xls, .ppt), then the newer ones (.docx, .xlsx, .pptx): their names tell them apart.
  { mediaType: 'application/x-ole-storage', starts: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] },
  { mediaType: 'application/zip', starts: [0x50, 0x4b, 0x03, 0x04] },
];

export const unknownMediaType = 'application/octet-stream';

/** How many bytes of a document `detectMediaType` needs. */
export const signatureBytes = 12;

/** @returns the format by the first bytes, whatever the name says; `unknownMediaType` when it is none of these. */
export function detectMediaType(firstBytes: Uint8Array): string {
  const found = signatures.find(({ starts, at = 0 }) =>
    starts.every((byte, index) => firstBytes[at + index] === byte),
  );
  return found?.mediaType ?? unknownMediaType;
}
