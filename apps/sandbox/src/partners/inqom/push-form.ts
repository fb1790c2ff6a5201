import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readUpload, type Upload, type UploadedFile } from '../../received/upload.ts';
import { badRequest } from './answers.ts';
import type { Inqom } from './inqom-parts.ts';

const mediaTypes = ['application/pdf', 'image/jpeg', 'image/png', 'image/tiff'];

export interface PushForm extends AsyncDisposable {
  readonly fields: Upload['fields'];
  readonly file: UploadedFile;
}

/** Reads a multipart push whose file stands in `fileField`. Throws 400 with a message, and then nothing stays. */
export async function readForm(inqom: Inqom, request: FastifyRequest, fileField: string): Promise<PushForm> {
  if (!request.isMultipart()) throw badRequest('Le contenu doit être de type multipart/form-data.');
  const upload = await readUpload(request, inqom.received.incomingFolder, inqom.state.behaviour.maxBytes);
  try {
    const file = checkFile(inqom, upload, fileField);
    return { fields: upload.fields, file, [Symbol.asyncDispose]: () => upload[Symbol.asyncDispose]() };
  } catch (error) {
    await upload[Symbol.asyncDispose]();
    throw error;
  }
}

/** Parses the text fields. Unknown, missing and wrong ones are refused: the sandbox forgives no spelling. */
export function readFields<S extends z.ZodType>(schema: S, fields: Upload['fields']): z.infer<S> {
  const parsed = schema.safeParse(Object.fromEntries(fields));
  if (!parsed.success) throw badRequest(`Champs invalides : ${z.prettifyError(parsed.error)}`);
  for (const [name, value] of fields) {
    if (hasControlCharacter(value)) throw badRequest(`Champ ${name} : caractère de contrôle refusé.`);
  }
  return parsed.data;
}

function checkFile({ state }: Inqom, upload: Upload, fileField: string): UploadedFile {
  const [file, ...others] = upload.files;
  if (file?.field !== fileField || others.length > 0) {
    throw badRequest(`Un fichier et un seul est attendu, dans le champ ${fileField}.`);
  }
  if (upload.repeated.length > 0) throw badRequest(`Champ répété : ${upload.repeated.join(', ')}.`);
  if (file.size === 0) throw badRequest('Le fichier est vide.');
  if (file.size > state.behaviour.maxBytes) {
    throw badRequest(`Le fichier dépasse la taille maximale de ${state.behaviour.maxBytes} octets.`);
  }
  if (!mediaTypes.includes(file.mediaType) && !state.behaviour.anyFormat) {
    throw badRequest('Format de fichier non pris en charge (PDF, JPEG, PNG, TIFF).');
  }
  return file;
}

function hasControlCharacter(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
