import type { StoredFile } from '../../received/store-file.ts';
import { refusal } from './answers.ts';
import type { MyUnisoft } from './myunisoft-parts.ts';

/** What the bytes of a file must be, by its extension. */
export type Formats = Readonly<Record<string, string>>;

export const invoiceFormats: Formats = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  tiff: 'image/tiff',
  tif: 'image/tiff',
  bmp: 'image/bmp',
  png: 'image/png',
  pdf: 'application/pdf',
};

export const variousFormats: Formats = {
  ...invoiceFormats,
  gif: 'image/gif',
  heic: 'image/heic',
  heif: 'image/heic',
  doc: 'application/x-ole-storage',
  xls: 'application/x-ole-storage',
  ppt: 'application/x-ole-storage',
  docx: 'application/zip',
  xlsx: 'application/zip',
  pptx: 'application/zip',
};

/** Throws 400 unless the extension is one of these, as they are written here. */
export function checkExtension({ state }: MyUnisoft, formats: Formats, extension: string): void {
  if (state.current.behaviour.anyFormat || Object.hasOwn(formats, extension)) return;
  throw refusal('DOCUMENT2', `Extension refusée\u00a0: ${Object.keys(formats).join(', ')}.`);
}

/** Throws 413 above the size, 400 for an empty file or bytes that are not what the extension says. */
export function checkFile({ state }: MyUnisoft, formats: Formats, extension: string, file: StoredFile): void {
  const { maxBytes, anyFormat } = state.current.behaviour;
  if (file.size === 0) throw refusal('DOCUMENT6', 'Le fichier est vide.');
  if (file.size > maxBytes) {
    throw refusal('ERR-HTTP', `Le fichier dépasse la taille maximale de ${maxBytes} octets.`, {
      status: 413,
    });
  }
  if (!anyFormat && formats[extension] !== file.mediaType) {
    throw refusal('DOCUMENT6', `Le contenu du fichier n’est pas au format ${extension}.`);
  }
}
