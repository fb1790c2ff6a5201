import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { unknownMediaType } from '../../received/media-type.ts';
import { readUpload, type Upload, type UploadedFile } from '../../received/upload.ts';
import { refusal } from './answers.ts';
import type { Conciliator } from './conciliator-parts.ts';

const formats = ['application/pdf', 'image/jpeg', 'image/png', 'image/tiff'];

/** `POST /api/v0/files/upload`: multipart `file` and `entity` → `{files: [{id, name}]}`, several when the file was split. */
export function addFileUpload(app: FastifyInstance, conciliator: Conciliator): void {
  const { state, received, now } = conciliator;
  app.post('/api/v0/files/upload', { config: { routeKind: 'push' } }, async (request) => {
    if (!request.isMultipart()) throw refusal(400, 'bad_request', 'multipart/form-data expected');
    const { maxBytes, splitAbovePages } = state.current.behaviour;
    await using upload = await readUpload(request, received.incomingFolder, maxBytes);
    const entity = readEntity(conciliator, upload);
    const { path, field: _, name, ...bytes } = checkFile(conciliator, upload);
    const pages = bytes.mediaType === 'application/pdf' ? countPages(await readFile(path)) : 1;
    const files = Math.ceil(pages / splitAbovePages);
    const document = received.add(
      {
        ...bytes,
        partner: 'conciliator',
        dossier: entity,
        name,
        type: '',
        deliveryId: null,
        receivedAt: new Date(now()).toISOString(),
        details: { files },
      },
      path,
    );
    return { files: nameFiles(document.id, name, files) };
  });
}

function readEntity({ state }: Conciliator, { fields }: Upload): string {
  for (const field of fields.keys()) {
    if (field !== 'entity') throw refusal(422, 'unknown_field', `Unknown field ${field}`);
  }
  const entity = fields.get('entity');
  if (entity === undefined) throw refusal(422, 'missing_field', 'entity is required');
  if (!state.current.dossiers.has(entity)) throw refusal(422, 'unknown_entity', `Unknown entity ${entity}`);
  return entity;
}

function checkFile({ state }: Conciliator, { files, repeated }: Upload): UploadedFile {
  const { maxBytes, anyFormat } = state.current.behaviour;
  const [file, ...others] = files;
  if (file?.field !== 'file' || others.length > 0 || repeated.length > 0) {
    throw refusal(422, 'missing_field', 'exactly one file is required');
  }
  if (file.name === '' || file.name.length > 255 || /\p{Cc}/u.test(file.name)) {
    throw refusal(422, 'invalid_name', 'The file name is not valid');
  }
  if (file.size === 0) throw refusal(422, 'empty_file', 'The file is empty');
  if (file.size > maxBytes) throw refusal(413, 'file_too_large', `The file is over ${maxBytes} bytes`);
  if (
    !formats.includes(anyFormat && file.mediaType === unknownMediaType ? 'application/pdf' : file.mediaType)
  ) {
    throw refusal(422, 'unsupported_format', 'PDF or image expected');
  }
  return file;
}

/** What a glance at the bytes shows: pages inside compressed objects are not seen, and then it is one. */
function countPages(bytes: Buffer): number {
  return Math.max(1, bytes.toString('latin1').match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0);
}

function nameFiles(documentId: number, name: string, count: number): { id: string; name: string }[] {
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  return Array.from({ length: count }, (_, index) => ({
    id: `1e7ca4e6-8b69-c166-90a5-${String(documentId * 1000 + index).padStart(12, '0')}`,
    name: count === 1 ? name : `${stem} (${index + 1})${extension}`,
  }));
}
