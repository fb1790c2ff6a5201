import { expect } from 'vitest';
import { distortObjects, distortStatus } from '../../../testing/fact.ts';
import { makePdf } from '../../../testing/make-document.ts';
import { makeXml, national, overseas, recent, unscoped } from './pennylane-client.ts';
import { type PennylaneFact, received } from './pennylane-facts.ts';

/** From Pennylane's public changelog, not from the facts page. */
export const dedicatedFacts: readonly PennylaneFact[] = [
  {
    fact: 'POST …/customer_invoices/e_invoices/imports and …/supplier_invoices/e_invoices/imports, multipart file (Pennylane’s public changelog, March 2026)',
    async check({ pennylane }) {
      for (const type of ['customer', 'supplier'] as const) {
        const { status, body } = await pennylane.importDedicated({ type });
        // What it answers is not said: B, public integrators' code.
        expect({ status, body }).toEqual({
          status: 201,
          body: {
            id: expect.any(Number),
            url: expect.stringMatching(`/api/external/v2/${type}_invoices/\\d+$`),
          },
        });
      }
      const wrong = [
        { fields: { type: 'supplier' } },
        { fileField: 'document' },
        { bytes: new Uint8Array() },
      ];
      for (const document of wrong) expect((await pennylane.importDedicated(document)).status).toBe(422);
      expect(await received(pennylane)).toMatchObject([
        { dossier: '215006', type: 'customer', name: 'facture.pdf' },
        { dossier: '215006', type: 'supplier', name: 'facture.pdf' },
      ]);
    },
    misread: {
      as: 'the answer gives the url alone',
      distort: distortObjects(({ id: _, ...rest }) => rest),
    },
  },
  {
    fact: 'they take a Factur-X PDF and nothing else (Pennylane’s public changelog, March 2026)',
    async check({ pennylane }) {
      for (const bytes of [makeXml('cii'), makeXml('ubl'), makePdf()]) {
        expect((await pennylane.importDedicated({ bytes, name: 'factur-x.pdf' })).status).toBe(422);
      }
      expect(await received(pennylane)).toEqual([]);
      // The route for all types still does.
      expect((await pennylane.import({ bytes: makeXml('ubl') })).status).toBe(201);
    },
    misread: { as: 'they take what the other route takes', distort: distortStatus(422, 201) },
  },
  {
    fact: 'invoice_options is optional JSON: customer_id or supplier_id, invoice_lines (Pennylane’s public changelog, March 2026); send_to_pa, for a customer’s (July 2026)',
    async check({ pennylane }) {
      const send = async (type: 'customer' | 'supplier', fields: Record<string, string>) =>
        (await pennylane.importDedicated({ type, fields })).status;
      const invoice_lines = [{ e_invoice_line_id: '1', ledger_account_id: 601 }];
      const supplier = JSON.stringify({ supplier_id: 12, invoice_lines });
      expect(await send('supplier', { invoice_options: supplier })).toBe(201);
      expect(await send('customer', { invoice_options: '{"customer_id":12}', send_to_pa: 'false' })).toBe(
        201,
      );
      expect(await send('customer', { invoice_options: supplier })).toBe(422);
      expect(await send('supplier', { invoice_options: 'supplier_id=12' })).toBe(422);
      expect(await send('supplier', { send_to_pa: 'true' })).toBe(422);
      expect(await send('customer', { send_to_pa: 'yes' })).toBe(422);
      expect(await received(pennylane)).toHaveLength(2);
    },
    misread: { as: 'any option is fine', distort: distortStatus(422, 201) },
  },
  {
    fact: 'a new token has no e_invoices:all: it opens these routes only, an older one the other (Pennylane’s public changelog, March 2026)',
    async check({ pennylane }) {
      const opened = async (token: string | undefined) => [
        (await pennylane.import({ token: token ?? null })).status,
        (await pennylane.importDedicated({ token: token ?? null })).status,
      ];
      expect(await opened(recent?.token)).toEqual([403, 201]);
      expect(await opened(national?.token)).toEqual([201, 201]);
      expect(await opened(unscoped?.token)).toEqual([403, 403]);
      await pennylane.order('PUT', '/pennylane/dossiers', [{ id: 215002, opens: 'common' }]);
      expect(await opened(overseas?.token)).toEqual([201, 403]);
      expect(await opened('other')).toEqual([401, 401]);
    },
    misread: { as: 'every token opens both', distort: distortStatus(403, 201) },
  },
];
