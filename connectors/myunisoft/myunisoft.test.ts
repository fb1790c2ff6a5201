import type { DeliveryError } from '@navette/connector';
import { makeDocument, openScripted, scriptedRequest } from '@navette/connector/conformance';
import type { Reply, SeenRequest } from '@navette/testkit';
import { describe, expect, it } from 'vitest';
import { companyConnector, firmConnector } from './myunisoft.ts';

const secrets = { apiKey: 'cle-du-cabinet', thirdPartySecret: 'secret-du-tiers' };
const { signal } = new AbortController();
type Script = (request: SeenRequest) => Reply;

const openFirm = (script: Script) =>
  openScripted(firmConnector, (address) => ({ ...secrets, address }), script);
const openCompany = (script: Script) =>
  openScripted(
    companyConnector,
    (address) => ({ thirdPartySecret: secrets.thirdPartySecret, address }),
    script,
  );

const stored: Reply = { status: 200, body: { id: 1234567, token: 't', link: 'l', label: 'facture' } };
const refused = (status: number, code: string): Reply => ({
  status,
  body: { error: { code, message: 'Non.', details: '' } },
});

function queryOf(line: string | undefined): Record<string, string> {
  return Object.fromEntries(new URL(line?.split(' ')[1] ?? '', 'http://x').searchParams);
}

describe('an invoice', () => {
  it('goes with its type, its name without extension, the company, both secrets, as raw bytes', async () => {
    const { session, seen } = await openFirm(() => stored);
    const request = scriptedRequest({ type: 'sales' });
    expect(await session.deliver(request, signal)).toMatchObject({
      partnerRef: '1234567',
      state: 'accepted',
    });
    expect(queryOf(seen[0]?.line)).toEqual({
      invoice_type_id: '3',
      ocr_type_id: '3',
      name: 'Facture d’août',
      extension: 'pdf',
      return_type: '2',
    });
    expect(seen[0]?.headers).toMatchObject({
      'x-third-party-secret': 'secret-du-tiers',
      authorization: 'Bearer cle-du-cabinet',
      'society-id': '2123',
      'content-type': 'application/octet-stream',
      'content-length': '2000',
    });
  });

  it('that is a Factur-X is announced as one, and as the firm chose otherwise', async () => {
    const { session, seen } = await openScripted(
      firmConnector,
      (address) => ({ ...secrets, address, reading: '2' }),
      () => stored,
    );
    await session.deliver(scriptedRequest({ document: makeDocument(900, { eInvoice: 'factur-x' }) }), signal);
    await session.deliver(scriptedRequest(), signal);
    expect(seen.map(({ line }) => queryOf(line).ocr_type_id)).toEqual(['6', '2']);
  });

  it('keeps the number of the request, of an answer and of a refusal', async () => {
    const headers = { 'request-id': 'req-77' };
    const answers: Reply[] = [
      { status: 200, body: { id: 1 }, headers },
      { status: 400, body: { error: { code: 'X', message: 'Fichier vide' } }, headers },
    ];
    const { session } = await openFirm(() => answers.shift() ?? null);
    expect(await session.deliver(scriptedRequest(), signal)).toMatchObject({ requestId: 'req-77' });
    await expect(session.deliver(scriptedRequest(), signal)).rejects.toMatchObject({
      code: 'document_refused',
      answer: { requestId: 'req-77', words: 'Fichier vide' },
    });
  });
});

it('sends what is no invoice as a form, with its whole name', async () => {
  const { session, seen } = await openFirm(() => ({
    status: 200,
    body: { message_id: '9', documents: [{ id_document: 4125602 }] },
  }));
  const receipt = await session.deliver(scriptedRequest({ type: 'administrative' }), signal);
  expect(receipt.partnerRef).toBe('4125602');
  expect(seen[0]?.line).toContain('/variousDocuments?name=Facture+d%E2%80%99ao%C3%BBt.pdf');
  expect(seen[0]?.headers['content-type']).toMatch(/^multipart\/form-data/);
});

describe('the limit of the key', () => {
  it.each([
    ['seconds', 1_000],
    ['milliseconds', 1],
  ])('is told to the pacing, its end being given in %s', async (_, unitMs) => {
    const limited = { status: 200, body: { id: 1 } };
    const { session, rates, clock } = await openFirm(() => ({
      ...limited,
      headers: {
        'x-rate-limit-remaining': '0',
        'x-rate-limit-reset': String(Math.round((clockOf() + 4_000) / unitMs)),
        'x-rate-limit-total': '20',
      },
    }));
    const clockOf = () => clock.nowMs;
    clock.nowMs = 1_790_000_000_000;
    await session.deliver(scriptedRequest(), signal);
    expect(rates).toEqual([{ remaining: 0, resetMs: 4_000 }]);
  });

  it('is waited for when it is passed, as long as the headers say', async () => {
    const { session, clock } = await openFirm(() => ({
      status: 429,
      body: { error: { code: 'ERR-TOO-MANY-REQUEST', message: 'Trop' } },
      headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '1790000006' },
    }));
    clock.nowMs = 1_790_000_000_000;
    await expect(session.deliver(scriptedRequest(), signal)).rejects.toMatchObject({
      code: 'partner_busy',
      answer: { retryAfterMs: 6_000 },
    });
  });
});

describe('a refusal', () => {
  it.each([
    [401, 'ERR-API-TOKEN-NOT-FOUND', 'credentials_rejected'],
    [404, 'ERR-API-TOKEN-NOT-FOUND', 'credentials_rejected'],
    [403, 'ERR-INVALID-SECRET', 'credentials_rejected'],
    [403, 'ERR-THIRD-PARTY-DISCONNECTED', 'credentials_rejected'],
    [404, 'ERR-FOLDER-NOT-FOUND', 'dossier_unknown'],
    [503, 'ERR-API-UNDER-MAINTENANCE', 'partner_error'],
    [400, 'ECR12', 'document_refused'],
    [400, 'constructor', 'document_refused'],
    [413, '', 'document_too_large'],
    [504, '', 'outcome_unknown'],
  ])('%s %s is %s', async (status, partnerCode, code) => {
    const { session } = await openFirm(() => refused(status, partnerCode));
    await expect(session.deliver(scriptedRequest(), signal)).rejects.toMatchObject({ code });
  });

  it.each([
    ['ERR-API-TOKEN-NOT-FOUND', 'apiKey'],
    ['ERR-INVALID-AUTH-HEADER', 'apiKey'],
    ['ERR-INVALID-SECRET', 'thirdPartySecret'],
    ['ERR-SECRET-HEADER-NOT-SET', 'thirdPartySecret'],
    ['ERR-THIRD-PARTY-DISCONNECTED', undefined],
  ])('%s is about one value of the form: %s', async (partnerCode, field) => {
    const { session } = await openFirm(() => refused(401, partnerCode));
    const failure = await session.check(signal).then(
      () => null,
      (error: DeliveryError) => error,
    );
    expect([failure?.code, failure?.params.field]).toEqual(['credentials_rejected', field]);
  });

  it('of a company is about that company once the key of the firm passes a check', async () => {
    const { session } = await openFirm(({ line }) =>
      line.includes('/key/info') ? { status: 200, body: { target: { type: 'firm' } } } : refused(403, ''),
    );
    await expect(session.deliver(scriptedRequest(), signal)).rejects.toMatchObject({
      code: 'dossier_unknown',
      params: { key: '2123' },
    });
  });

  it('of a company when the key itself is refused is about the key', async () => {
    const { session } = await openFirm(({ line }) =>
      line.includes('/key/info') ? refused(401, 'ERR-API-TOKEN-NOT-FOUND') : refused(403, ''),
    );
    await expect(session.deliver(scriptedRequest(), signal)).rejects.toMatchObject({
      code: 'credentials_rejected',
    });
  });
});

describe('with one key per company', () => {
  const key = 'cle-de-la-societe-boulangerie';

  it('a key that is refused is that client’s connection alone, and is not repeated', async () => {
    const { session } = await openCompany(() => ({
      status: 401,
      body: { error: { code: 'ERR-API-TOKEN-NOT-FOUND', message: `${key} ?` } },
    }));
    const failure = await session
      .deliver(scriptedRequest({ clientKey: key }), signal)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'dossier_unknown', class: 'mapping' });
    expect(JSON.stringify(failure)).not.toContain(key);
  });

  it('the publisher’s secret that is refused is the firm’s credentials', async () => {
    const { session } = await openCompany(() => refused(401, 'ERR-INVALID-SECRET'));
    const failure = { code: 'credentials_rejected' };
    await expect(session.deliver(scriptedRequest({ clientKey: key }), signal)).rejects.toMatchObject(failure);
    await expect(session.check(signal)).rejects.toMatchObject(failure);
  });

  it('an address where something else answers is not MyUnisoft’s', async () => {
    const { session } = await openCompany(() => ({ status: 404, body: { message: 'Route not found' } }));
    await expect(session.check(signal)).rejects.toMatchObject({ code: 'partner_unreadable' });
  });

  it('names the company that a key opens, and sends no company number', async () => {
    const { session, seen } = await openCompany(({ line }) =>
      line.includes('/society')
        ? { status: 200, body: { society_id: 2123, name: 'BOULANGERIE', siret: '73282932000074' } }
        : { status: 200, body: { target: { type: 'api', societyId: 2123 }, isActivated: true } },
    );
    expect(await session.checkClientKey?.(key, signal)).toEqual({ label: 'BOULANGERIE' });
    expect(seen.map(({ headers }) => [headers.authorization, headers['society-id']])).toEqual([
      [`Bearer ${key}`, undefined],
      [`Bearer ${key}`, undefined],
    ]);
  });
});
