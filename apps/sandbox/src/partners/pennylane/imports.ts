import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readUpload, type Upload, type UploadedFile } from '../../received/upload.ts';
import { invalidField, notFound, refusal } from './answers.ts';
import { type EInvoiceFormat, recogniseEInvoice } from './e-invoice.ts';
import type { Pennylane } from './pennylane.ts';
import type { Company } from './seed.ts';

const types = ['customer', 'supplier'];

/** `POST …/e-invoices/imports`: multipart `file` and `type` → 201 `{url}`, and the address that it gives. */
export function addImports(app: FastifyInstance, pennylane: Pennylane): void {
  const { state, received, now, companyOf } = pennylane;

  app.post(
    '/api/external/v2/e-invoices/imports',
    { config: { routeKind: 'push' } },
    async (request, reply) => {
      const company = companyOf(request);
      if (!company.mayImport) throw refusal(403, 'forbidden', 'The scope e_invoices:all is required');
      if (!request.isMultipart()) throw refusal(400, 'bad_request', 'multipart/form-data expected');
      const { maxBytes } = state.current.behaviour;
      await using upload = await readUpload(request, received.incomingFolder, maxBytes);
      const type = readType(upload);
      const { path, field: _, name, ...bytes } = checkFile(pennylane, upload);
      const format = await readFormat(pennylane, path);
      refuseKnown(pennylane, company, bytes.sha1);
      const document = received.add(
        {
          ...bytes,
          mediaType: format === 'ubl' || format === 'cii' ? 'application/xml' : bytes.mediaType,
          partner: 'pennylane',
          dossier: String(company.id),
          name,
          type,
          deliveryId: null,
          receivedAt: new Date(now()).toISOString(),
          details: { format },
        },
        path,
      );
      return reply.code(201).send({ url: `${addressOf(request)}/${type}_invoices/${document.id}` });
    },
  );

  for (const type of types) {
    app.get<{ Params: { id: string } }>(
      `/api/external/v2/${type}_invoices/:id`,
      { config: { routeKind: 'get' } },
      async (request) => {
        const company = companyOf(request);
        const document = received.get(Number(request.params.id));
        if (document?.partner !== 'pennylane' || document.type !== type) throw notFound();
        if (document.dossier !== String(company.id)) throw notFound();
        return { id: document.id, filename: document.name, created_at: document.receivedAt };
      },
    );
  }
}

function readType({ fields }: Upload): string {
  for (const field of fields.keys()) if (field !== 'type') throw invalidField(field, 'is not permitted');
  const type = fields.get('type');
  if (type === undefined) throw invalidField('type', 'is required');
  if (!types.includes(type)) throw invalidField('type', 'must be customer or supplier');
  return type;
}

function checkFile({ state }: Pennylane, { files, repeated }: Upload): UploadedFile {
  const { maxBytes } = state.current.behaviour;
  const [file, ...others] = files;
  if (file?.field !== 'file' || others.length > 0 || repeated.length > 0) {
    throw invalidField('file', 'is required, once');
  }
  if (file.name === '' || file.name.length > 255 || /\p{Cc}/u.test(file.name)) {
    throw invalidField('file', 'has no usable name');
  }
  if (file.size === 0) throw invalidField('file', 'is empty');
  if (file.size > maxBytes) throw refusal(413, 'payload_too_large', `The file is over ${maxBytes} bytes`);
  return file;
}

/** `null` when anything is taken and it is nothing known. */
async function readFormat({ state }: Pennylane, path: string): Promise<EInvoiceFormat | null> {
  const format = recogniseEInvoice(await readFile(path));
  if (format === null && !state.current.behaviour.anyFormat) {
    throw invalidField('file', 'must be a Factur-X PDF, a UBL XML or a CII XML');
  }
  return format;
}

function refuseKnown({ state, received }: Pennylane, { id }: Company, sha1: string): void {
  if (!state.current.behaviour.refuseDuplicates) return;
  if (received.listDossier('pennylane', String(id)).some((document) => document.sha1 === sha1)) {
    throw invalidField('file', 'already exists in the application on another invoice');
  }
}

/** The address that the request came to: the sandbox has no other. */
function addressOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}/pennylane/api/external/v2`;
}
