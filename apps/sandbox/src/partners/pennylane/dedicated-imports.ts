import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readUpload, type Upload } from '../../received/upload.ts';
import { invalidField, refusal } from './answers.ts';
import { type InvoiceType, invoiceTypes, keepInvoice, urlOf } from './keep-invoice.ts';
import type { Pennylane } from './pennylane-parts.ts';

const positive = z.number().int().positive();

const optionsForm = {
  customer: formOf('customer_id'),
  supplier: formOf('supplier_id'),
};

/** `POST …/{customer,supplier}_invoices/e_invoices/imports`: multipart `file`, a Factur-X and nothing else. */
export function addDedicatedImports(app: FastifyInstance, pennylane: Pennylane): void {
  const { state, received, companyOf } = pennylane;
  for (const type of invoiceTypes) {
    app.post(
      `/api/external/v2/${type}_invoices/e_invoices/imports`,
      { config: { routeKind: 'push' } },
      async (request, reply) => {
        const company = companyOf(request);
        if (!company.mayImport || company.opens === 'common') {
          throw refusal(403, 'forbidden', `The scope ${type}_invoices:all is required`);
        }
        if (!request.isMultipart()) throw refusal(400, 'bad_request', 'multipart/form-data expected');
        const { maxBytes } = state.current.behaviour;
        await using upload = await readUpload(request, received.incomingFolder, maxBytes);
        checkFields(type, upload);
        const kept = await keepInvoice(pennylane, company, upload, { type, taken: ['factur-x'] });
        return reply.code(201).send({ id: kept.id, url: urlOf(request, kept) });
      },
    );
  }
}

function checkFields(type: InvoiceType, { fields }: Upload): void {
  for (const [field, value] of fields) {
    if (field === 'invoice_options') checkOptions(type, value);
    else if (field !== 'send_to_pa' || type !== 'customer') throw invalidField(field, 'is not permitted');
    else if (!['true', 'false'].includes(value)) throw invalidField(field, 'must be a boolean');
  }
}

/** JSON text. What it would fill in is not looked up. */
function checkOptions(type: InvoiceType, text: string): void {
  try {
    optionsForm[type].parse(JSON.parse(text));
  } catch {
    throw invalidField('invoice_options', 'is invalid');
  }
}

function formOf(party: 'customer_id' | 'supplier_id') {
  const line = z.strictObject({ e_invoice_line_id: z.string(), ledger_account_id: positive.optional() });
  return z.strictObject({ [party]: positive.optional(), invoice_lines: z.array(line).optional() });
}
