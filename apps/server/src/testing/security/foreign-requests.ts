/** What somebody limited to one client may try with the ids of another: each place of each route where an id can stand. */
import { uploadBytes, uploadHeaders } from '../firm-of-everything.ts';
import { distinctPdf } from '../test-firm.ts';
import { newIdempotencyKey } from '../test-platform.ts';
import { foreignConnectionRequests } from './foreign-connections.ts';
import type { ForeignRequest } from './foreign-request.ts';
import type { Place } from './id-places.ts';
import type { Sent } from './requests.ts';
import type { RouteKey } from './route-key.ts';
import { codeOf, type TwoClients } from './two-clients.ts';

const firm = '/api/v1/firms/:firm';

type Options = Pick<ForeignRequest, 'writes' | 'control'>;

const make =
  (answer: ForeignRequest['answer']) =>
  (
    route: RouteKey,
    place: Place | null,
    send: ForeignRequest['send'],
    options: Options = {},
  ): ForeignRequest => ({
    ...{ route, place, send, answer },
    ...options,
  });

const missing = make('missing');
const refused = make('refused');
const empty = make('empty');

/** The address names what is the other client's; the body is right. */
const inAddress =
  (sent: Sent = {}) =>
  ({ other }: TwoClients): Sent => ({ ...sent, params: { ...idsOf(other), ...sent.params } });
/** The address names what is one's own. */
const inBody =
  (body: (world: TwoClients) => object) =>
  (world: TwoClients): Sent => ({ params: idsOf(world.own), body: body(world) });

export function idsOf({ owner: _, ...ids }: TwoClients['own']): Record<string, string> {
  return ids;
}

function bytes(query: string): Sent {
  return {
    query,
    bytes: distinctPdf(),
    headers: { 'content-type': 'application/octet-stream', 'idempotency-key': newIdempotencyKey() },
  };
}

const tus = { 'tus-resumable': '1.0.0' };
const shared = { control: { none: 'an application is the firm’s, and so are its rules' } } as const;
const exported = { writes: ['audit_entries', 'audit_details'] };
const prepared = { writes: ['jobs', 'job_items'] };
const imported = { writes: ['jobs', 'job_items', 'client_imports'] };

const readings: readonly ForeignRequest[] = [
  missing(`GET ${firm}/clients/:client`, ':client', inAddress()),
  missing(`GET ${firm}/clients/:client/members`, ':client', inAddress()),
  missing(`GET ${firm}/clients/:client/folders`, ':client', inAddress()),
  missing(`GET ${firm}/clients/:client/bin`, ':client', inAddress()),
  missing(`GET ${firm}/folders/:folder/documents`, ':folder', inAddress()),
  missing(`GET ${firm}/documents/:document`, ':document', inAddress()),
  missing(`GET ${firm}/documents/:document/content`, ':document', inAddress()),
  missing(
    `GET ${firm}/documents/:document/content`,
    '?version',
    ({ own, other }) => ({ params: idsOf(own), query: `version=${other.version}` }),
    { control: { none: 'a version is one of its document, for an administrator too' } },
  ),
  missing(`GET ${firm}/documents/:document/history`, ':document', inAddress()),
  missing(`GET ${firm}/jobs/:job`, ':job', inAddress()),
  missing(`GET ${firm}/jobs/:job/items`, ':job', inAddress()),
  missing(`GET ${firm}/jobs/:job/report`, ':job', inAddress()),
  ...['', '/rows', '/report'].map((path) =>
    missing(
      `GET ${firm}/clients/imports/:job${path}`,
      ':job',
      inAddress(path === '/report' ? { query: 'format=csv' } : {}),
      {
        control: { none: 'the job is of another kind' },
      },
    ),
  ),
  missing(`GET ${firm}/downloads/:download`, ':download', inAddress(), { control: 'owner' }),
  missing(`HEAD ${firm}/uploads/:upload`, ':upload', inAddress({ headers: tus }), { control: 'owner' }),
  empty(`GET ${firm}/installations/:installation/connections`, ':installation', shareable, shared),
  empty(`GET ${firm}/installations/:installation/rules`, ':installation', shareable, shared),
  ...['/rule-preview', '/rule-preview/clients'].map((path) =>
    empty(
      `POST ${firm}/installations/:installation${path}`,
      ':installation',
      ({ installation }) => ({
        params: { installation },
        body: { sourcePath: '/{client}', ...(path === '/rule-preview' ? {} : { has: false }) },
      }),
      shared,
    ),
  ),
  missing(
    `POST ${firm}/installations/:installation/rule-preview/clients`,
    'ruleId',
    ({ installation, other }) => ({
      params: { installation },
      body: { sourcePath: '/{client}', has: false, ruleId: other.client },
    }),
    { control: { none: 'a rule is the firm’s; this is none' } },
  ),
  empty(
    `GET ${firm}/installations/:installation/paths`,
    ':installation',
    ({ installation }) => ({ params: { installation }, query: 'typed=/S' }),
    shared,
  ),
  empty(`GET ${firm}/installations/:installation/coverage`, ':installation', shareable, shared),
  empty(`GET ${firm}/installations/:installation/simulation`, ':installation', shareable, shared),
  empty(`GET ${firm}/installations/:installation/backfill`, ':installation', shareable, shared),
  ...(['clientIds[]', ':installation'] as const).map((place) =>
    empty(
      `POST ${firm}/installations/:installation/backfill`,
      place,
      ({ installation, other }) => ({ params: { installation }, body: { clientIds: [other.client] } }),
      { ...shared, ...prepared },
    ),
  ),
  missing(
    `POST ${firm}/installations/:installation/backfill`,
    'ruleIds[]',
    ({ installation, other }) => ({ params: { installation }, body: { ruleIds: [other.client] } }),
    { control: { none: 'a rule is the firm’s; this is none' } },
  ),
  empty(
    `POST ${firm}/installations/:installation/folders`,
    ':installation',
    ({ installation }) => ({
      params: { installation },
      body: { sourcePath: '/Achats/{millésime}/{mois}', documentType: 'purchase', alsoConnected: true },
    }),
    shared,
  ),
  missing(`GET ${firm}/installations/:installation/dossiers`, ':installation', shareable, shared),
  empty(`GET ${firm}/installations/:installation/mapping`, ':installation', shareable, shared),
  empty(`GET ${firm}/installations/:installation/mapping`, null, (world) => ({
    ...shareable(world),
    query: 'search=zebulon',
  })),
  empty(
    `GET ${firm}/installations/:installation/mapping`,
    '?attributeId',
    ({ installation, attributes }) => ({
      params: { installation },
      query: `attributeId=${attributes.siret}`,
    }),
  ),
  missing(
    `GET ${firm}/installations/:installation/mapping`,
    '?setup',
    ({ installation, other }) => ({ params: { installation }, query: `setup=${other.client}` }),
    { control: { none: 'a wizard is the firm’s; this is none' } },
  ),
  missing(
    `GET ${firm}/installations/:installation/mapping/proposals`,
    ':installation',
    ({ own, other }) => ({ params: { installation: other.client }, query: `client=${own.client}` }),
    shared,
  ),
  missing(
    `GET ${firm}/installations/:installation/mapping/proposals`,
    '?client',
    ({ installation, other }) => ({
      params: { installation },
      query: `client=${other.client}`,
    }),
  ),
  empty(
    `GET ${firm}/installations/:installation/mapping/proposals`,
    '?attributeId',
    ({ installation, own, attributes }) => ({
      params: { installation },
      query: `client=${own.client}&attributeId=${attributes.siret}`,
    }),
  ),
  empty(`GET ${firm}/deliveries`, '?client', ({ other }) => ({ query: `client=${other.client}` })),
  empty(`GET ${firm}/deliveries`, '?installation', ({ installation }) => ({
    query: `installation=${installation}`,
  })),
  empty(`GET ${firm}/clients`, '?attribute', ({ attributes }) => ({
    query: `attribute=${attributes.code}&value=${codeOf('Zébulon')}`,
  })),
  empty(`GET ${firm}/clients`, '?missing', ({ attributes }) => ({ query: `missing=${attributes.code}` })),
  empty(`GET ${firm}/clients`, '?connected', ({ installation }) => ({ query: `connected=${installation}` })),
  empty(`GET ${firm}/clients`, '?collaborator', ({ other }) => ({ query: `collaborator=${other.member}` })),
  empty(`GET ${firm}/search`, null, () => ({ query: 'query=zebulon' })),
  empty(`GET ${firm}/search`, null, () => ({ query: `query=${codeOf('Zébulon')}` })),
  empty(`GET ${firm}/clients`, null, () => ({ query: 'search=zebulon' })),
];

function shareable({ installation }: TwoClients): Sent {
  return { params: { installation } };
}

/** What is done with the mapping of an application, whose clients are those the caller sees. */
function mapped(what: 'connect' | 'export', body: object, options: Options): readonly ForeignRequest[] {
  const route: RouteKey = `POST ${firm}/installations/:installation/mapping/${what}`;
  const send =
    (more: (world: TwoClients) => object) =>
    (world: TwoClients): Sent => ({ ...shareable(world), body: { ...body, ...more(world) } });
  return [
    empty(
      route,
      ':installation',
      send(() => ({})),
      { ...options, ...shared },
    ),
    empty(
      route,
      'attributeId',
      send(({ attributes }) => ({ attributeId: attributes.siret })),
      options,
    ),
    missing(
      route,
      'setup',
      send(({ other }) => ({ setup: other.client })),
      { control: { none: 'a wizard is the firm’s; this is none' } },
    ),
    ...(what === 'connect'
      ? [
          empty(
            route,
            'clientIds[]',
            send(({ other }) => ({ clientIds: [other.client] })),
            options,
          ),
        ]
      : []),
  ];
}

/** Where a selection can name something. */
function selections(route: RouteKey, body: object, options: Options): readonly ForeignRequest[] {
  const filtered = (place: string, filter: (world: TwoClients) => object) =>
    empty(
      route,
      `selection.filter.${place}`,
      (world) => ({ body: { ...body, selection: { filter: filter(world) } } }),
      options,
    );
  return [
    empty(
      route,
      'selection.ids[]',
      ({ own, other }) => ({ body: { ...body, selection: { ids: [own.client, other.client] } } }),
      options,
    ),
    empty(
      route,
      'selection.excludedIds[]',
      ({ own }) => ({ body: { ...body, selection: { filter: {}, excludedIds: [own.client] } } }),
      options,
    ),
    filtered('attribute', ({ attributes }) => ({ attribute: attributes.code, value: codeOf('Zébulon') })),
    filtered('missing', ({ attributes }) => ({ missing: attributes.code })),
    filtered('connected', ({ installation }) => ({ connected: installation })),
    filtered('collaborator', ({ other }) => ({ collaborator: other.member })),
  ];
}

const changes: readonly ForeignRequest[] = [
  // Before anything cancels it.
  missing(`POST ${firm}/deliveries/:delivery/retry`, ':delivery', inAddress({ body: {} })),
  ...(['release', 'set-aside'] as const).map((gesture) =>
    missing(`POST ${firm}/deliveries/:delivery/${gesture}`, ':delivery', inAddress({ body: {} }), {
      control: { none: 'the delivery waits again' },
    }),
  ),
  missing(`PATCH ${firm}/clients/:client`, ':client', inAddress({ body: { name: 'À moi' } })),
  refused(`PATCH ${firm}/clients/:client`, 'attributes[].attributeId', takenCode, taken()),
  refused(`PATCH ${firm}/clients/:client`, null, takenShort, taken()),
  refused(
    `POST ${firm}/clients`,
    'attributes[].attributeId',
    (world) => ({ body: { name: 'Neuf', ...takenCode(world).body } }),
    taken(),
  ),
  missing(`POST ${firm}/clients/:client/folders`, ':client', inAddress({ body: { path: '/À moi' } })),
  missing(
    `PATCH ${firm}/folders/:folder`,
    ':folder',
    inAddress({ body: { name: 'À moi', isConfirmed: true } }),
  ),
  missing(
    `PATCH ${firm}/folders/:folder`,
    'parentId',
    inBody(({ other }) => ({ parentId: other.otherFolder, isConfirmed: true })),
    { control: { none: 'a folder stays in its client, for an administrator too' } },
  ),
  missing(`POST ${firm}/folders/:folder/documents`, ':folder', inAddress(bytes('name=intrus.pdf'))),
  missing(
    `POST ${firm}/folders/:folder/documents`,
    ':folder',
    inAddress(bytes('name=intrus.pdf&subPath=nouveau')),
  ),
  missing(`POST ${firm}/documents/:document/versions`, ':document', inAddress(bytes('name=intrus.pdf'))),
  missing(`POST ${firm}/uploads`, 'folderId', ({ other }) => ({
    headers: uploadHeaders({ folderId: other.folder, name: 'a.pdf' }),
  })),
  missing(`POST ${firm}/uploads`, 'documentId', ({ other }) => ({
    headers: uploadHeaders({ documentId: other.document }),
  })),
  missing(`PATCH ${firm}/documents/:document`, ':document', inAddress({ body: { name: 'volé.pdf' } })),
  missing(`POST ${firm}/documents/:document/versions/:version/restore`, ':document', inAddress({ body: {} })),
  missing(
    `POST ${firm}/documents/:document/versions/:version/restore`,
    ':version',
    ({ own, other }) => ({ params: { ...idsOf(own), version: other.version }, body: {} }),
    { control: { none: 'a version is one of its document, for an administrator too' } },
  ),
  missing(
    `POST ${firm}/installations/:installation/connections`,
    'clientId',
    ({ installation, other }) => ({
      params: { installation },
      body: { clientId: other.client, clientKey: 'autre' },
    }),
    { control: { none: 'it is connected' } },
  ),
  refused(
    `POST ${firm}/installations/:installation/connections`,
    ':installation',
    ({ installation, own }) => ({
      params: { installation },
      body: { clientId: own.client, clientKey: 'à moi' },
    }),
    shared,
  ),
  missing(
    `PATCH ${firm}/installations/:installation/connections/:connection`,
    ':connection',
    ({ installation, other }) => ({
      params: { installation, connection: other.connection },
      body: { clientKeyLabel: 'À moi' },
    }),
  ),
  missing(
    `PATCH ${firm}/installations/:installation/connections/:connection`,
    ':installation',
    ({ installation, other }) => ({
      params: { installation, connection: other.connection },
      body: { clientKey: 'à moi' },
    }),
  ),
  missing(`POST ${firm}/installations/:installation/mapping/refresh`, ':installation', shareable, {
    control: { none: 'this application lists no dossiers' },
  }),
  missing(
    `POST ${firm}/installations/:installation/mapping/choices`,
    ':installation',
    ({ own, other }) => ({
      params: { installation: other.client },
      body: { clientId: own.client, dossierKey: null },
    }),
    shared,
  ),
  missing(
    `POST ${firm}/installations/:installation/mapping/choices`,
    'clientId',
    ({ installation, other }) => ({
      params: { installation },
      body: { clientId: other.client, dossierKey: null },
    }),
    { control: { none: 'it is connected' } },
  ),
  refused(
    `POST ${firm}/installations/:installation/mapping/choices`,
    'attributeId',
    ({ installation, own, attributes }) => ({
      params: { installation },
      body: { clientId: own.client, dossierKey: null, attributeId: attributes.siret },
    }),
    { control: { none: 'it is connected' } },
  ),
  ...mapped('connect', {}, prepared),
  ...mapped('export', { format: 'csv' }, exported),
  missing(`POST ${firm}/clients/:client/members`, ':client', ({ other }) => ({
    params: idsOf(other),
    body: { userIds: [other.member] },
  })),
  missing(
    `POST ${firm}/clients/:client/members`,
    'userIds[]',
    inBody(({ other }) => ({ userIds: [other.member] })),
  ),
  ...selections(`POST ${firm}/clients/bulk`, { action: 'archive' }, prepared),
  missing(`POST ${firm}/clients/bulk`, 'userIds[]', ({ own, other }) => ({
    body: { action: 'assign', userIds: [other.member], selection: { ids: [own.client] } },
  })),
  empty(
    `POST ${firm}/clients/bulk`,
    'attributeId',
    ({ attributes, own }) => ({
      body: {
        ...{ action: 'set_attribute', attributeId: attributes.code, value: codeOf('Zébulon') },
        selection: { ids: [own.client] },
      },
    }),
    prepared,
  ),
  ...selections(`POST ${firm}/clients/export`, { format: 'csv' }, exported),
  empty(
    `POST ${firm}/clients/imports`,
    '?matchBy',
    ({ attributes }) => ({
      ...bytes(`name=a.csv&matchBy=${attributes.code}`),
      bytes: Buffer.from(`Nom;Code dossier\nÀ moi;${codeOf('Zébulon')}\n`),
    }),
    imported,
  ),
  missing(`PATCH ${firm}/clients/imports/:job`, ':job', inAddress({ body: {} }), {
    control: { none: 'the job is of another kind' },
  }),
  missing(
    `PATCH ${firm}/clients/imports/:job`,
    'matchBy',
    ({ other, attributes }) => ({ params: idsOf(other), body: { matchBy: attributes.code } }),
    { control: { none: 'the job is of another kind' } },
  ),
  empty(
    `POST ${firm}/agents/report`,
    'hotFolders[].clientId',
    (world) => ({ body: { version: '1', hotFolders: [hotFolderOf(world)] } }),
    { writes: ['agents'], control: { none: 'a computer alone tells of itself' } },
  ),
  empty(
    `POST ${firm}/agents/report`,
    'hotFolders[].folderId',
    (world) => ({ body: { version: '1', hotFolders: [hotFolderOf(world)] } }),
    { writes: ['agents'], control: { none: 'a computer alone tells of itself' } },
  ),
  missing(`POST ${firm}/downloads`, 'folderId', ({ other }) => ({ body: { folderId: other.folder } })),
  missing(`POST ${firm}/downloads`, 'documentIds[]', ({ own, other }) => ({
    body: { documentIds: [own.document, other.document] },
  })),
];

/** What takes away comes last: the administrator shows in this order that each request is right. */
const removals: readonly ForeignRequest[] = [
  missing(`POST ${firm}/bin/restore`, 'entryIds[]', ({ own, other }) => ({
    body: { entryIds: [own.binEntry, other.binEntry] },
  })),
  missing(
    `PATCH ${firm}/uploads/:upload`,
    ':upload',
    inAddress({
      bytes: Buffer.concat([distinctPdf(), Buffer.alloc(uploadBytes, ' ')]).subarray(0, uploadBytes),
      headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    }),
    { control: 'owner' },
  ),
  missing(`DELETE ${firm}/uploads/:upload`, ':upload', inAddress({ headers: tus }), { control: 'owner' }),
  missing(`POST ${firm}/jobs/:job/confirm`, ':job', inAddress({ body: {} })),
  missing(`POST ${firm}/jobs/:job/cancel`, ':job', inAddress({ body: {} })),
  missing(`POST ${firm}/clients/:client/archive`, ':client', inAddress({ body: {} })),
  missing(`POST ${firm}/clients/:client/restore`, ':client', inAddress({ body: {} })),
  missing(`POST ${firm}/documents/move`, 'documentIds[]', ({ own, other }) => ({
    body: { documentIds: [own.document, other.document], folderId: own.otherFolder, isConfirmed: true },
  })),
  missing(`POST ${firm}/documents/move`, 'folderId', ({ own, other }) => ({
    body: { documentIds: [own.document], folderId: other.otherFolder, isConfirmed: true },
  })),
  missing(`POST ${firm}/documents/move`, 'names{}', ({ own, other }) => ({
    body: {
      ...{ documentIds: [other.document], folderId: own.otherFolder, isConfirmed: true },
      names: { [other.document]: 'volé.pdf' },
    },
  })),
  missing(`POST ${firm}/documents/bin`, 'documentIds[]', ({ own, other }) => ({
    body: { documentIds: [own.document, other.document], isConfirmed: true },
  })),
  missing(`POST ${firm}/folders/:folder/bin`, ':folder', ({ other }) => ({
    params: { folder: other.otherFolder },
    body: { isConfirmed: true },
  })),
  missing(`DELETE ${firm}/installations/:installation/connections/:connection`, ':connection', removeOther),
  missing(
    `DELETE ${firm}/installations/:installation/connections/:connection`,
    ':installation',
    removeOther,
    { control: { none: 'it is gone by then' } },
  ),
  missing('DELETE /api/v1/me/sessions/:session', ':session', inAddress(), { control: 'owner' }),
];

export const foreignRequests: readonly ForeignRequest[] = [
  ...readings,
  ...changes,
  ...foreignConnectionRequests,
  ...removals,
];

function taken(): Options {
  return { control: { none: 'no two clients have one code, for an administrator either' } };
}

function removeOther({ installation, other }: TwoClients): Sent {
  return { params: { installation, connection: other.connection }, query: 'isConfirmed=true' };
}

function takenCode({ own, attributes }: TwoClients): Sent {
  return {
    params: idsOf(own),
    body: { attributes: [{ attributeId: attributes.code, value: codeOf('Zébulon') }] },
  };
}

function takenShort({ own }: TwoClients): Sent {
  return { params: idsOf(own), body: { code: codeOf('Zébulon') } };
}

function hotFolderOf({ other }: TwoClients) {
  return {
    ...{ description: 'Intrus', depositDir: '/tmp', archiveDir: null, lastFileAt: null },
    ...{ clientId: other.client, folderId: other.folder, waiting: 0, refused: 0 },
  };
}
