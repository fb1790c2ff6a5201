import type { ReceivedDocument } from '../../received/received-documents.ts';
import type { StoredFile } from '../../received/store-file.ts';
import type { MyUnisoft } from './myunisoft-parts.ts';
import type { Society } from './seed.ts';

/** Keeps what a company received. The interface carries nothing that would recognise a delivery. */
export function keepDocument(
  { received, now }: MyUnisoft,
  society: Society,
  { file, ...document }: Pick<ReceivedDocument, 'name' | 'type' | 'details'> & { readonly file: StoredFile },
): ReceivedDocument {
  return received.add(
    {
      partner: 'myunisoft',
      dossier: String(society.id),
      ...document,
      size: file.size,
      sha256: file.sha256,
      sha1: file.sha1,
      mediaType: file.mediaType,
      deliveryId: null,
      receivedAt: new Date(now()).toISOString(),
    },
    file.path,
  );
}
