import { inspect } from 'node:util';
import type { Dossier, Session } from '@navette/connector';
import type { SeenRequest } from '@navette/testkit';
import { describe, expect, test } from 'vitest';
import {
  account,
  deadline,
  isPush,
  isSignIn,
  makeRequest,
  openScriptedInqom,
  secrets,
} from './test-server.ts';

const received = {
  Id: 9_001,
  AccountingFolderId: 48211,
  Status: 'Received',
  StatusReasons: [],
  New: { field: 1 },
};

describe('signing in', () => {
  test('sends the OAuth 2 password grant, and takes expires_in as it is', async () => {
    const { session, seen, clock } = await openScriptedInqom();
    expect(await session.check(deadline())).toEqual({ identity: 'presta@cabinet.example (0 accès)' });
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body.toString()))).toEqual({
      grant_type: 'password',
      username: account.username,
      password: account.password,
      client_id: 'navette',
      client_secret: account.clientSecret,
      scope: 'openid apidata',
    });
    clock.nowMs += 3_600_000;
    await session.check(deadline());
    expect(seen.map(({ line, headers }) => `${line} ${headers.authorization ?? ''}`.trim())).toEqual([
      'POST /identity/connect/token',
      'GET /provisioning/users/internal-access Bearer token-1',
      'POST /identity/connect/token',
      'GET /provisioning/users/internal-access Bearer token-2',
    ]);
  });

  test('asks for one token however many deliveries start at once', async () => {
    const { session, seen } = await openScriptedInqom(({ line }) =>
      isPush(line) ? { status: 201, body: received } : undefined,
    );
    await Promise.all(Array.from({ length: 12 }, () => session.deliver(makeRequest(), deadline())));
    expect(seen.filter(({ line }) => isSignIn(line))).toHaveLength(1);
    expect(seen.filter(({ line }) => isPush(line))).toHaveLength(12);
  });

  test.each([
    ['invalid_grant', 'password'],
    ['invalid_client', 'clientSecret'],
  ])('%s is a matter of credentials, of the %s, in Inqom’s words', async (error, field) => {
    const { session } = await openScriptedInqom(({ line }) =>
      isSignIn(line) ? { status: 400, body: { error } } : undefined,
    );
    await expect(session.check(deadline())).rejects.toMatchObject({
      code: 'credentials_rejected',
      params: { field },
      answer: { httpStatus: 400, words: error },
    });
  });

  test('keeps a token that is cut short, or that no header can hold, out of its error', async () => {
    for (const body of [
      '{"access_token":"top-secret-token","expi',
      { access_token: 'top-secret-token\n', expires_in: 60 },
    ]) {
      const { session } = await openScriptedInqom(({ line }) =>
        isSignIn(line) ? { status: 200, body } : undefined,
      );
      const error: unknown = await session.check(deadline()).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'partner_unreadable' });
      expect(inspect(error, { depth: 20 })).not.toContain('top-secret');
    }
  });
});

describe('delivering', () => {
  test('pushes a document with our delivery id, and reads the receipt', async () => {
    const { session, seen } = await openScriptedInqom(({ line }) =>
      isPush(line) ? { status: 201, body: received, headers: { 'x-request-id': 'r-1' } } : undefined,
    );
    const receipt = await session.deliver(makeRequest(), deadline());
    expect(receipt).toEqual({
      partnerRef: '9001',
      state: 'accepted',
      partnerStatus: 'Received',
      httpStatus: 201,
      requestId: 'r-1',
    });
    const push = seen.at(-1);
    expect(push?.line).toBe('POST /api/accounting-documents/accounting-folders/48211/Documents/');
    const form = await readForm(push);
    expect(form).toEqual({
      TypeScan: 'Supplier',
      FileSource: 'Api',
      DocumentName: 'Facture d’août.pdf',
      SourceId: '019a0000-0000-7000-8000-000000000001',
      WithoutWorkflow: 'false',
      Document: 'Facture d’août.pdf (application/pdf): %PDF-1.7 une facture',
    });
  });

  test.each([
    ['purchase', 'Supplier'],
    ['sales', 'Client'],
    ['other', 'Others'],
    ['administrative', 'Others'],
  ] as const)('sends %s as %s', async (type, typeScan) => {
    const { session, seen } = await openScriptedInqom(({ line }) =>
      isPush(line) ? { status: 201, body: received } : undefined,
    );
    await session.deliver(makeRequest({ type }), deadline());
    expect((await readForm(seen.at(-1))).TypeScan).toBe(typeScan);
  });

  test('pushes an expense note with its beneficiary; nothing more can be asked of it', async () => {
    const { session, seen } = await openScriptedInqom(({ line }) =>
      isPush(line) ? { status: 200, body: { DocumentId: 'abc' } } : undefined,
    );
    const receipt = await session.deliver(makeRequest({ type: 'expense' }), deadline());
    expect(receipt).toEqual({ partnerRef: 'abc', state: 'confirmed', httpStatus: 200 });
    expect(seen.at(-1)?.line).toBe('POST /api/v1/accounting-folders/48211/expense-bills');
    expect(await readForm(seen.at(-1))).toEqual({
      BeneficiaryFullName: 'Camille Dupont',
      FileNameWithExtension: 'Facture d’août.pdf',
      DocumentReference: '019a0000-0000-7000-8000-000000000001',
      File: 'Facture d’août.pdf (application/pdf): %PDF-1.7 une facture',
    });
  });

  test.each([
    ['a web page instead of JSON', { status: 200, body: '<html>Bienvenue</html>' }],
    ['JSON that says something else', { status: 200, body: { ok: true } }],
    ['a gateway that gave up waiting', { status: 504, body: '<html>Gateway Timeout</html>' }],
  ])('leaves the outcome unknown after %s', async (_what, reply) => {
    const { session } = await openScriptedInqom(({ line }) => (isPush(line) ? reply : undefined));
    await expect(session.deliver(makeRequest(), deadline())).rejects.toMatchObject({
      code: 'outcome_unknown',
    });
  });

  test('leaves the outcome unknown when a good answer breaks off', async () => {
    const { session } = await openScriptedInqom(({ line }) =>
      isPush(line) ? { status: 201, body: { Id: '1' }, breaksOff: true } : undefined,
    );
    await expect(session.deliver(makeRequest(), deadline())).rejects.toMatchObject({
      code: 'outcome_unknown',
    });
  });

  test.each([
    [400, { Message: 'Exercice clos' }, 'document_refused', 'Exercice clos'],
    [413, {}, 'document_too_large', 'HTTP 413'],
    [415, {}, 'format_refused', 'HTTP 415'],
    [422, { message: 'Format' }, 'document_refused', 'Format'],
    [404, {}, 'dossier_unknown', 'HTTP 404'],
    [408, {}, 'partner_error', 'HTTP 408'],
    [423, {}, 'partner_error', 'HTTP 423'],
    [502, '<html>Bad Gateway</html>', 'partner_error', 'HTTP 502'],
    [302, '', 'partner_unreadable', 'HTTP 302'],
    [418, {}, 'unclassified', 'HTTP 418'],
  ])('an answer of %i %j means %s', async (status, body, code, words) => {
    const { session } = await openScriptedInqom(({ line }) => (isPush(line) ? { status, body } : undefined));
    await expect(session.deliver(makeRequest(), deadline())).rejects.toMatchObject({
      code,
      answer: { httpStatus: status, words },
    });
  });

  test('tells the size and the limit of a document that is too large', async () => {
    const { session } = await openScriptedInqom(({ line }) =>
      isPush(line) ? { status: 413, body: {} } : undefined,
    );
    const error: unknown = await session
      .deliver(makeRequest(), deadline())
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      params: { size: 20, limit: 20_000_000, partner: 'Inqom' },
    });
  });

  test('waits for the window of 15 requests a second when 429 says no more', async () => {
    const { session } = await openScriptedInqom(({ line }) =>
      isPush(line) ? { status: 429, body: {} } : undefined,
    );
    await expect(session.deliver(makeRequest(), deadline())).rejects.toMatchObject({
      code: 'partner_busy',
      answer: { retryAfterMs: 1_000 },
    });
  });

  test('passes on the wait that Inqom asks for with a passing failure', async () => {
    const { session } = await openScriptedInqom(({ line }) =>
      isPush(line) ? { status: 503, body: {}, headers: { 'retry-after': '5400' } } : undefined,
    );
    await expect(session.deliver(makeRequest(), deadline())).rejects.toMatchObject({
      code: 'partner_error',
      answer: { retryAfterMs: 5_400_000 },
    });
  });

  test('masks the secrets and the token that Inqom repeats', async () => {
    const Message = `login ${secrets.password} / ${encodeURIComponent(secrets.clientSecret)} / token-1 refused`;
    const { session } = await openScriptedInqom(({ line }) =>
      isPush(line) ? { status: 400, body: { Message } } : undefined,
    );
    const error: unknown = await session
      .deliver(makeRequest(), deadline())
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ answer: { words: 'login ••• / ••• / ••• refused' } });
    expect(inspect(error, { depth: 20 })).not.toMatch(/mot de passe|client(\/|%2F)secret|token-1/);
  });
});

describe('a refusal of one dossier', () => {
  test('is a matter of mapping once the token was renewed and the account passed a check', async () => {
    const { session, seen } = await openScriptedInqom(({ line }) =>
      isPush(line) ? { status: 403, body: {} } : undefined,
    );
    await expect(session.deliver(makeRequest(), deadline())).rejects.toMatchObject({
      code: 'dossier_unknown',
      class: 'mapping',
      params: { key: '48211' },
    });
    expect(seen.map(({ line }) => line.split('/').at(-1) || 'Documents')).toEqual([
      'token',
      'Documents',
      'token',
      'Documents',
      'internal-access',
    ]);
  });

  test('is a matter of connection when the account is not welcome either', async () => {
    const { session } = await openScriptedInqom(({ line }) =>
      isSignIn(line) ? undefined : { status: 403, body: {} },
    );
    await expect(session.deliver(makeRequest(), deadline())).rejects.toMatchObject({
      code: 'credentials_rejected',
      class: 'connection',
    });
  });

  test('is a passing matter when the account cannot be checked just now', async () => {
    const { session } = await openScriptedInqom(({ line }) => {
      if (isPush(line)) return { status: 403, body: {} };
      return isSignIn(line) ? undefined : { status: 503, body: {} };
    });
    await expect(session.deliver(makeRequest(), deadline())).rejects.toMatchObject({ class: 'temporary' });
  });
});

describe('listing dossiers', () => {
  const access = [
    { AccessType: 'Company', Id: 1, Name: 'Cabinet' },
    { AccessType: 'Pme', Id: 77, CompanyId: 2 },
    { AccessType: 'Company', Id: 1 },
    { AccessType: 'Company', Id: 3 },
    { AccessType: 'Other', Id: null },
  ];
  const folders: Readonly<Record<string, { status: number; body: unknown }>> = {
    '1': {
      status: 200,
      body: [
        {
          Id: 10,
          Name: 'Boulangerie',
          Siren: '732 829 320',
          Nic: '00074',
          Status: 'Active',
          UniqueName: 'X',
        },
        { Id: 11, Name: 'Sans NIC', Siren: '732829320', Nic: '', Status: 'Closing' },
        { Id: 11, Name: 'Sans NIC', Siren: '732829320', Nic: '', Status: 'Closing' },
      ],
    },
    '2': {
      status: 200,
      body: [
        { Id: 10, Name: 'Boulangerie', Siren: '732829320', Nic: '00074', Status: 'Active' },
        { Id: 12, Name: 'NIC en nombre', Siren: 404833048, Nic: 22, Status: 'Archived' },
        { Id: 13, Name: 'Sans rien', Siren: null, Status: 'Active' },
      ],
    },
    '3': { status: 403, body: {} },
  };

  const script = ({ line }: { line: string }) => {
    if (line.endsWith('/internal-access')) return { status: 200, body: access };
    const company = /companies\/(\d+)\/accounting-folders$/.exec(line)?.[1];
    return company === undefined ? undefined : folders[company];
  };

  async function listAll(session: Session): Promise<Dossier[]> {
    const dossiers: Dossier[] = [];
    for await (const page of session.listDossiers?.(deadline()) ?? []) dossiers.push(...page);
    return dossiers;
  }

  test('gives each dossier once, its SIREN and NIC as they are, whatever company shows it', async () => {
    const { session, seen } = await openScriptedInqom(script);
    expect(await listAll(session)).toEqual([
      { key: '10', name: 'Boulangerie', siren: '732829320', nic: '00074', active: true },
      { key: '11', name: 'Sans NIC', siren: '732829320', nic: null, active: false },
      { key: '12', name: 'NIC en nombre', siren: '404833048', nic: '00022', active: false },
      { key: '13', name: 'Sans rien', siren: null, nic: null, active: true },
    ]);
    expect(seen.filter(({ line }) => line.includes('/companies/1/'))).toHaveLength(1);
  });

  test('fails when a company cannot be listed just now, rather than leaving its dossiers out', async () => {
    const { session } = await openScriptedInqom((request) =>
      request.line.includes('/companies/2/') ? { status: 500, body: {} } : script(request),
    );
    await expect(listAll(session)).rejects.toMatchObject({ code: 'partner_error' });
  });

  test('connects a client to an open dossier, by its name, in whatever company', async () => {
    const { session } = await openScriptedInqom(script);
    expect(await session.checkClientKey?.('10', deadline())).toEqual({ label: 'Boulangerie' });
    expect(await session.checkClientKey?.('13', deadline())).toEqual({ label: 'Sans rien' });
  });

  test.each([
    ['12', 'dossier_inactive'],
    ['99', 'dossier_unknown'],
  ])('does not connect a client to %s: %s', async (key, code) => {
    const { session } = await openScriptedInqom(script);
    await expect(session.checkClientKey?.(key, deadline())).rejects.toMatchObject({
      code,
      class: 'mapping',
      params: { partner: 'Inqom', key },
    });
  });

  test('does not call unknown a dossier that could not be looked for', async () => {
    const { session } = await openScriptedInqom((request) =>
      request.line.includes('/companies/1/') ? { status: 503, body: {} } : script(request),
    );
    await expect(session.checkClientKey?.('99', deadline())).rejects.toMatchObject({ class: 'temporary' });
  });
});

describe('asking what became of a document', () => {
  const documents = [
    { Id: 3, SourceId: 'b', Status: 'Duplicate', OrigineId: 4 },
    { Id: 4, SourceId: 'b', Status: 'Processing' },
    { Id: 5, SourceId: 'c', Status: 'Duplicate', OrigineId: 1, StatusReasons: [] },
    { Id: 6, SourceId: null, Status: 'Done', StatusReasons: ['ExerciseLockedForDates'] },
    { Id: 7, SourceId: 'd', Status: 'Deleted', StatusReasons: ['JournalNotFound', 'NewReason'] },
    { Id: 8, SourceId: 'e', Status: 'Done' },
    { Id: 9, SourceId: 'f', Status: 'StateOfTomorrow' },
  ];
  const listing = () =>
    openScriptedInqom(({ line }) =>
      line.endsWith('/Documents') ? { status: 200, body: documents } : undefined,
    );
  const asked = (deliveryId: string) => ({ ...makeRequest({ deliveryId, type: 'sales' }) }) as const;

  test('finds a delivery by our id: the one that counts, when it was sent twice', async () => {
    const { session } = await listing();
    expect(await session.find?.(asked('b'), deadline())).toMatchObject({
      partnerRef: '4',
      state: 'accepted',
    });
    expect(await session.find?.(asked('c'), deadline())).toMatchObject({
      partnerRef: '5',
      state: 'duplicate',
    });
    expect(await session.find?.(asked('d'), deadline())).toMatchObject({
      partnerRef: '7',
      state: 'accepted',
    });
    expect(await session.find?.(asked('z'), deadline())).toBeNull();
  });

  test('does not pretend to look for an expense note', async () => {
    const { session, seen } = await listing();
    await expect(session.find?.({ ...asked('b'), type: 'expense' }, deadline())).rejects.toMatchObject({
      code: 'outcome_unverifiable',
    });
    expect(seen).toEqual([]);
  });

  test('tells the state of each, in one request', async () => {
    const { session, seen } = await listing();
    const tracked = await session.track?.('48211', ['4', '5', '6', '7', '8', '9', '10'], deadline());
    expect(Object.fromEntries(tracked ?? [])).toEqual({
      4: { state: 'accepted', partnerStatus: 'Processing' },
      5: { state: 'duplicate', partnerStatus: 'Duplicate (OrigineId 1)' },
      6: { state: 'confirmed', partnerStatus: 'Done (ExerciseLockedForDates)', booked: false },
      7: {
        state: 'rejected',
        partnerStatus: 'Deleted (JournalNotFound, NewReason)',
        words: 'supprimé chez Inqom ; le journal est introuvable ; NewReason',
      },
      8: { state: 'confirmed', partnerStatus: 'Done', booked: true },
      9: { state: 'accepted', partnerStatus: 'StateOfTomorrow' },
    });
    expect(seen).toHaveLength(2);
  });
});

/** The form as another implementation reads it; a file as `name (type): content`. */
async function readForm(request: SeenRequest | undefined): Promise<Record<string, string>> {
  const headers = { 'content-type': request?.headers['content-type'] ?? '' };
  const form = await new Response(new Uint8Array(request?.body ?? []), { headers }).formData();
  const read: Record<string, string> = {};
  for (const [name, value] of form)
    read[name] = typeof value === 'string' ? value : `${value.name} (${value.type}): ${await value.text()}`;
  return read;
}
