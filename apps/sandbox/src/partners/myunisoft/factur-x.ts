import { readFile } from 'node:fs/promises';
import type { StoredFile } from '../../received/store-file.ts';

/**
 * Whether a PDF holds an XML attachment. The dictionary of an embedded file precedes a stream, so it is never inside a
 * compressed object, and a Factur-X must give its type, written `text#2Fxml`. Nothing of the XML itself is read.
 */
export async function holdsXmlAttachment({ path, mediaType }: StoredFile): Promise<boolean> {
  if (mediaType !== 'application/pdf') return false;
  const text = (await readFile(path)).toString('latin1');
  return /\/EmbeddedFile\b/.test(text) && /\/(text|application)#2fxml\b/i.test(text);
}
