/** Formats by their media type, with the ending of names that collectors know them by. */
export const extensions: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/bmp': 'bmp',
  'image/tiff': 'tif',
  'image/heic': 'heic',
  'application/msword': 'doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/rtf': 'rtf',
  'text/rtf': 'rtf',
  'application/zip': 'zip',
  'application/xml': 'xml',
  'text/xml': 'xml',
};

export const pdfAndImages = ['application/pdf', 'image/jpeg', 'image/png'] as const;

export const dextFormats = [
  ...pdfAndImages,
  'image/gif',
  'image/bmp',
  'image/tiff',
  'image/heic',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.oasis.opendocument.text',
  'application/rtf',
  'text/rtf',
  'application/zip',
] as const;

/**
 * A name that ends as its format does: collectors tell formats by it, and what a scanner wrote may have no ending at all. A name
 * that has one keeps it.
 */
export function nameWithExtension(name: string, mediaType: string): string {
  const extension = extensions[mediaType];
  return extension === undefined || /[^.]\.[a-z0-9]{1,5}$/i.test(name) ? name : `${name}.${extension}`;
}
