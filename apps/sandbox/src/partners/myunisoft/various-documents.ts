import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readUpload, takeForms } from '../../received/upload.ts';
import { refusal } from './answers.ts';
import { checkExtension, checkFile, variousFormats } from './formats.ts';
import { keepDocument } from './keep-document.ts';
import { type MyUnisoft, readOpenSociety } from './myunisoft-parts.ts';
import { documentName } from './names.ts';

const variousQuery = z.strictObject({ name: documentName });

/** `POST /variousDocuments`: any other document, as a form with the one part `file`. */
export async function addVariousDocuments(app: FastifyInstance, myunisoft: MyUnisoft): Promise<void> {
  const { received, state } = myunisoft;
  await takeForms(app);
  app.post('/variousDocuments', { config: { routeKind: 'push' } }, async (request) => {
    const society = readOpenSociety(myunisoft, request);
    const query = variousQuery.safeParse(request.query);
    if (!query.success) throw refusal(400, `Paramètres invalides\u00a0: ${z.prettifyError(query.error)}`);
    const { name } = query.data;
    const extension = /[^.]\.([^.]+)$/.exec(name)?.[1] ?? '';
    checkExtension(myunisoft, variousFormats, extension);
    if (!request.isMultipart()) throw refusal(400, 'Le contenu doit être de type multipart/form-data.');
    await using upload = await readUpload(request, received.incomingFolder, state.current.behaviour.maxBytes);
    const [file, ...others] = upload.files;
    if (file?.field !== 'file' || others.length > 0 || upload.fields.size > 0) {
      throw refusal(400, 'Le formulaire contient un fichier et un seul, dans le champ file.');
    }
    checkFile(myunisoft, variousFormats, extension, file);
    keepDocument(myunisoft, society, { file, name, type: 'various', details: {} });
    return { result: 'success' };
  });
}
