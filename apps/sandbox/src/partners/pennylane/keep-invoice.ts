import { readFile } from 'node:fs/promises';
import type { FastifyRequest } from 'fastify';
import type { ReceivedDocument } from '../../received/received-documents.ts';
import type { Upload, UploadedFile } from '../../received/upload.ts';
import { invalidField, refusal } from './answers.ts';
import { type EInvoiceFormat, recogniseEInvoice } from './e-invoice.ts';
import type { Pennylane } from './pennylane-parts.ts';
import type { Company } from './seed.ts';

export const invoiceTypes = ['customer', 'supplier'] as const;

export type InvoiceType = (typeof invoiceTypes)[number];

/** Keeps the one file of a form, once it is of a format that is taken. Throws 413, or 422 for anything else wrong with it. */
export async function keepInvoice(
  pennylane: Pennylane,
  company: Company,
  upload: Upload,
  { type, taken }: { readonly type: InvoiceType; readonly taken: readonly EInvoiceFormat[] },
): Promise<ReceivedDocument> {
  const { received, now } = pennylane;
  const { path, field: _, name, ...bytes } = checkFile(pennylane, upload);
  const format = await readFormat(pennylane, path, taken);
  refuseKnown(pennylane, company, bytes.sha1);
  return received.add(
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
}

/** Where an invoice is read: at the address that the request came to, since the sandbox has no other. */
export function urlOf(request: FastifyRequest, { id, type }: ReceivedDocument): string {
  return `${request.protocol}://${request.host}/pennylane/api/external/v2/${type}_invoices/${id}`;
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

/** `null` when anything is taken and it is none of these. */
async function readFormat(
  { state }: Pennylane,
  path: string,
  taken: readonly EInvoiceFormat[],
): Promise<EInvoiceFormat | null> {
  const format = recogniseEInvoice(await readFile(path));
  if (format !== null && taken.includes(format)) return format;
  if (state.current.behaviour.anyFormat) return null;
  throw invalidField('file', `must be one of ${taken.join(', ')}`);
}

function refuseKnown({ state, received }: Pennylane, { id }: Company, sha1: string): void {
  if (!state.current.behaviour.refuseDuplicates) return;
  if (received.listDossier('pennylane', String(id)).some((document) => document.sha1 === sha1)) {
    throw invalidField('file', 'already exists in the application on another invoice');
  }
}
