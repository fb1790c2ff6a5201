import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ReceivedDocument } from '../../received/received-documents.ts';
import { readUpload, takeForms } from '../../received/upload.ts';
import { invalidParameter, refusal } from './answers.ts';
import { checkExtension, checkFile, variousFormats } from './formats.ts';
import { makeGedLinks } from './ged-links.ts';
import { keepDocument } from './keep-document.ts';
import { type MyUnisoft, readOpenSociety } from './myunisoft-parts.ts';
import { documentName } from './names.ts';

const variousQuery = z.strictObject({
  name: documentName,
  /** Of a user, whom nobody looks up here. */
  pers_physique_id: z.string().regex(/^\d+$/).optional(),
});

/** `POST /variousDocuments`: any other document, as a form with the one part `file`. */
export async function addVariousDocuments(app: FastifyInstance, myunisoft: MyUnisoft): Promise<void> {
  const { received, state } = myunisoft;
  await takeForms(app);
  app.post('/variousDocuments', { config: { routeKind: 'push' } }, async (request) => {
    const society = readOpenSociety(myunisoft, request);
    const name = readName(request.query);
    const extension = /[^.]\.([^.]+)$/.exec(name)?.[1] ?? '';
    checkExtension(myunisoft, variousFormats, extension);
    if (!request.isMultipart()) {
      throw refusal('ERR-HTTP', 'Le contenu doit être de type multipart/form-data.');
    }
    await using upload = await readUpload(request, received.incomingFolder, state.current.behaviour.maxBytes);
    const [file, ...others] = upload.files;
    if (file?.field !== 'file' || others.length > 0 || upload.fields.size > 0) {
      throw refusal('DOCUMENT6', 'Le formulaire contient un fichier et un seul, dans le champ file.');
    }
    checkFile(myunisoft, variousFormats, extension, file);
    return messageAbout(keepDocument(myunisoft, society, { file, name, type: 'various', details: {} }));
  });
}

function readName(given: unknown): string {
  if (!(given as Record<string, unknown>).name) throw refusal('DOCUMENT4', 'Le nom du fichier est attendu.');
  const query = variousQuery.safeParse(given);
  if (!query.success) throw invalidParameter(z.prettifyError(query.error));
  return query.data.name;
}

/** What was deposited is told as a message of a discussion. */
function messageAbout({ id, name, size, receivedAt }: ReceivedDocument) {
  const { link, download, thumbnail, base } = makeGedLinks();
  return {
    // Another number than the document's.
    message_id: String(id + 5000),
    is_updated: false,
    created_at: receivedAt,
    updated_at: receivedAt,
    body: 'Document déposé',
    user: { user_id: -101, nom: 'MORVAN', prenom: 'Camille', avatar: `${base}/avatar` },
    tags: [],
    reactions: [],
    documents: [
      {
        url: download,
        link,
        size: Math.ceil(size / 1000),
        baseUrl: base,
        libelle: name,
        download,
        thumbnail,
        id_document: id,
        nom_original: name,
        download_link: download,
        date_heure_creation: receivedAt.replace('Z', ''),
      },
    ],
  };
}
