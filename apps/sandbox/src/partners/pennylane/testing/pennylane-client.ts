import { deflateSync } from 'node:zlib';
import {
  type Answer,
  createHttpClient,
  type Distortion,
  type HttpClient,
} from '../../../testing/http-client.ts';
import { makeForm } from '../../../testing/make-document.ts';
import defaultSeed from '../default-seed.json' with { type: 'json' };

export interface Import {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Added to the usual field; `undefined` takes it away. */
  readonly fields: Record<string, string | undefined>;
  readonly fileField: string;
  readonly token: string | null;
}

/** The same, to the routes of one type, which have no field `type`. */
export interface DedicatedImport extends Import {
  readonly type: 'customer' | 'supplier';
}

export interface PennylaneClient extends Pick<HttpClient, 'order' | 'call'> {
  import(document?: Partial<Import>): Promise<Answer>;
  importDedicated(document?: Partial<DedicatedImport>): Promise<Answer>;
}

export const [national, overseas, , unscoped, , recent] = defaultSeed.dossiers;

/** A plain HTTP client of the played Pennylane: written for the tests of this program, from the facts. */
export function createPennylaneClient(url: string, distort?: Distortion): PennylaneClient {
  const http = createHttpClient(url, 'pennylane', distort);
  return {
    ...http,
    import({
      name = 'facture.xml',
      bytes = makeXml('cii'),
      fields = {},
      fileField = 'file',
      token = national?.token ?? null,
    } = {}) {
      return http.call('POST', '/api/external/v2/e-invoices/imports', {
        headers: token === null ? {} : { authorization: `Bearer ${token}` },
        body: makeForm({ type: 'supplier', ...fields }, { field: fileField, name, bytes }),
      });
    },
    importDedicated({
      type = 'supplier',
      name = 'facture.pdf',
      bytes = makePdfHolding(makeXml('cii')),
      fields = {},
      fileField = 'file',
      token = recent?.token ?? null,
    } = {}) {
      return http.call('POST', `/api/external/v2/${type}_invoices/e_invoices/imports`, {
        headers: token === null ? {} : { authorization: `Bearer ${token}` },
        body: makeForm(fields, { field: fileField, name, bytes }),
      });
    },
  };
}

const roots = {
  cii: '<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"',
  ubl: '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"',
  creditNote: '<ubl:CreditNote xmlns:ubl="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"',
};

/** The outside of an invoice: enough to be recognised. */
export function makeXml(root: keyof typeof roots): Uint8Array<ArrayBuffer> {
  const text = `\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!-- fait à la main -->\n${roots[root]} id="1"/>`;
  return Uint8Array.from(Buffer.from(text));
}

/** A PDF whose only stream is `content`, deflated as writers do. */
export function makePdfHolding(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const start = '%PDF-1.7\n1 0 obj\n<</Type /EmbeddedFile /Filter /FlateDecode>>\nstream\r\n';
  const end = '\nendstream\nendobj\n%%EOF\n';
  return Uint8Array.from(Buffer.concat([Buffer.from(start), deflateSync(content), Buffer.from(end)]));
}
