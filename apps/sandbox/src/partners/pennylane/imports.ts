import type { FastifyInstance } from 'fastify';
import { readUpload, type Upload } from '../../received/upload.ts';
import { invalidField, notFound, refusal } from './answers.ts';
import { type InvoiceType, invoiceTypes, keepInvoice, urlOf } from './keep-invoice.ts';
import type { Pennylane } from './pennylane-parts.ts';

/** `POST …/e-invoices/imports`: multipart `file` and `type` → 201 `{id, url}`, and the address that it gives. */
export function addImports(app: FastifyInstance, pennylane: Pennylane): void {
  const { state, received, companyOf } = pennylane;

  app.post(
    '/api/external/v2/e-invoices/imports',
    { config: { routeKind: 'push' } },
    async (request, reply) => {
      const company = companyOf(request);
      if (!company.mayImport || company.opens === 'dedicated') {
        throw refusal(403, 'forbidden', 'The scope e_invoices:all is required');
      }
      if (!request.isMultipart()) throw refusal(400, 'bad_request', 'multipart/form-data expected');
      const { maxBytes } = state.current.behaviour;
      await using upload = await readUpload(request, received.incomingFolder, maxBytes);
      const type = readType(upload);
      const kept = await keepInvoice(pennylane, company, upload, { type, taken: ['factur-x', 'ubl', 'cii'] });
      // The id is a text here, and a number on the routes of one type.
      return reply.code(201).send({ id: String(kept.id), url: urlOf(request, kept) });
    },
  );

  for (const type of invoiceTypes) {
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

function readType({ fields }: Upload): InvoiceType {
  for (const field of fields.keys()) if (field !== 'type') throw invalidField(field, 'is not permitted');
  const given = fields.get('type');
  if (given === undefined) throw invalidField('type', 'is required');
  const type = invoiceTypes.find((candidate) => candidate === given);
  if (!type) throw invalidField('type', 'must be customer or supplier');
  return type;
}
