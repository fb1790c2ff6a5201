import type { EInvoiceFormat } from '@navette/connector';
import { makeDocument, openScripted, scriptedRequest } from '@navette/connector/conformance';
import type { Reply } from '@navette/testkit';
import { describe, expect, it } from 'vitest';
import { connector } from './pennylane.ts';

const { signal } = new AbortController();
const token = 'jeton-secret-de-la-boulangerie';
const imported: Reply = { status: 201, body: { id: '12', url: 'https://app.example/customer_invoices/12' } };

const open = (reply: Reply, route?: string) =>
  openScripted(
    connector,
    (address) => ({ address, ...(route !== undefined && { route }) }),
    () => reply,
  );

const requestOf = (eInvoice: EInvoiceFormat | null, type: 'purchase' | 'sales' = 'purchase') =>
  scriptedRequest({
    clientKey: token,
    type,
    document: makeDocument(2_000, eInvoice === null ? {} : { eInvoice }),
  });

describe('an electronic invoice', () => {
  it.each(['factur-x', 'cii', 'ubl'] as const)(
    'that is %s goes with its type, under the token of its company',
    async (format) => {
      const { session, seen } = await open(imported);
      expect(await session.deliver(requestOf(format, 'sales'), signal)).toMatchObject({
        partnerRef: 'https://app.example/customer_invoices/12',
        state: 'accepted',
      });
      expect(seen[0]?.line).toBe('POST /e-invoices/imports');
      expect(seen[0]?.headers.authorization).toBe(`Bearer ${token}`);
      expect(seen[0]?.body.toString('latin1')).toContain('name="type"\r\n\r\ncustomer\r\n');
    },
  );

  it('goes by the route of its type where the firm chose separate ones', async () => {
    const { session, seen } = await open(imported, 'separate');
    await session.deliver(requestOf('factur-x'), signal);
    await session.deliver(requestOf('factur-x', 'sales'), signal);
    expect(seen.map(({ line }) => line)).toEqual([
      'POST /supplier_invoices/e_invoices/imports',
      'POST /customer_invoices/e_invoices/imports',
    ]);
    expect(seen[0]?.body.toString('latin1')).not.toContain('name="type"');
  });
});

describe('nothing leaves of', () => {
  it('a document that is no electronic invoice', async () => {
    const { session, seen } = await open(imported);
    const failure = { code: 'not_an_einvoice', class: 'document' };
    await expect(session.deliver(requestOf(null), signal)).rejects.toMatchObject(failure);
    expect(seen).toEqual([]);
  });

  it('an UBL where the separate routes take Factur-X alone', async () => {
    const { session, seen } = await open(imported, 'separate');
    const failure = { code: 'format_refused', params: { format: 'UBL' } };
    await expect(session.deliver(requestOf('ubl'), signal)).rejects.toMatchObject(failure);
    expect(seen).toEqual([]);
  });

  it('a type that Pennylane has no word for', async () => {
    const { session, seen } = await open(imported);
    const request = { ...requestOf('factur-x'), type: 'expense' } as const;
    await expect(session.deliver(request, signal)).rejects.toMatchObject({ code: 'type_refused' });
    expect(seen).toEqual([]);
  });
});

it.each<[string, Reply, string]>([
  ['a token that is refused', { status: 401, body: { message: `token ${token}` } }, 'dossier_unknown'],
  ['a scope that is missing', { status: 403, body: { error: 'forbidden' } }, 'dossier_unknown'],
  ['an invoice that is refused', { status: 422, body: { message: 'exists' } }, 'document_refused'],
  ['a success without a reference', { status: 201, body: {} }, 'outcome_unknown'],
])('%s: the client’s own affair, and no token shows', async (_, reply, code) => {
  const { session } = await open(reply);
  const failure = await session.deliver(requestOf('factur-x'), signal).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code });
  expect(JSON.stringify(failure)).not.toContain(token);
});

it('names the company that a token opens', async () => {
  const { session } = await open({ status: 200, body: { company: { id: 1, name: 'Boulangerie' } } });
  expect(await session.checkClientKey?.(token, signal)).toEqual({ label: 'Boulangerie' });
});

it('takes an answer that asks for a token as a sign of life, and nothing else', async () => {
  const { session } = await open({ status: 401, body: {} });
  expect((await session.check(signal)).identity).not.toBe('');
  const other = await open({ status: 200, body: {} });
  await expect(other.session.check(signal)).rejects.toMatchObject({ code: 'partner_unreadable' });
});
