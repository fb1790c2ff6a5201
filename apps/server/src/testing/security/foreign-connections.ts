/** What somebody limited to one client may try with the ids of another where clients are connected. */
import type { ForeignRequest } from './foreign-request.ts';
import { codeOf, type TwoClients } from './two-clients.ts';

const application = '/api/v1/firms/:firm/installations/:installation';
const at = `${application}/connections`;
const imports = `${application}/connection-imports`;

type Options = Pick<ForeignRequest, 'writes' | 'control'>;

function foreign(answer: ForeignRequest['answer']) {
  return (
    route: string,
    place: string,
    send: ForeignRequest['send'],
    options: Options = {},
  ): ForeignRequest => ({ route, place, send, answer, ...options });
}

const missing = foreign('missing');
const empty = foreign('empty');

const shared = { control: { none: 'an application is the firm’s, and so are its rules' } } as const;
const noRule = { control: { none: 'it is no rule, for an administrator either' } } as const;
const noImport = { control: { none: 'the job is of another kind' } } as const;
const prepared = { writes: ['jobs', 'job_items'] };
const exported = { writes: ['audit_entries', 'audit_details'] };

const within = ({ installation }: TwoClients) => ({ installation });
const elsewhere = ({ other }: TwoClients) => ({ installation: other.client });

/** A file that names the other client by its code. */
function fileOf({ installation }: TwoClients, query = '') {
  return {
    params: { installation },
    query: `name=a.csv${query}`,
    bytes: Buffer.from(`Code dossier;Code dossier (Partenaire)\n${codeOf('Zébulon')};autre\n`),
    headers: { 'content-type': 'application/octet-stream' },
  };
}

/** Where a selection of connections can name something. */
function selections(route: string, body: object, options: Options): readonly ForeignRequest[] {
  const select = (selection: (world: TwoClients) => object) => (world: TwoClients) => ({
    params: within(world),
    body: { ...body, selection: selection(world) },
  });
  return [
    empty(
      route,
      'selection.ids[]',
      select(({ own, other }) => ({ ids: [own.connection, other.connection] })),
      options,
    ),
    empty(
      route,
      'selection.excludedIds[]',
      select(({ own }) => ({ filter: {}, excludedIds: [own.connection] })),
      options,
    ),
    empty(
      route,
      'selection.filter.rule',
      select(({ other }) => ({ filter: { rule: other.client } })),
      options,
    ),
    empty(
      route,
      ':installation',
      select(() => ({ filter: {} })),
      options,
    ),
  ];
}

export const foreignConnectionRequests: readonly ForeignRequest[] = [
  empty(`GET ${at}`, '?client', (world) => ({
    params: within(world),
    query: `client=${world.other.client}`,
  })),
  empty(`GET ${at}`, '?rule', (world) => ({ params: within(world), query: `rule=${world.other.client}` })),
  missing(
    `POST ${at}`,
    'ruleIds[]',
    (world) => ({
      params: within(world),
      body: { clientId: world.own.client, clientKey: 'clé-Aubertin', ruleIds: [world.other.client] },
    }),
    noRule,
  ),
  missing(
    `PATCH ${at}/:connection`,
    'ruleIds[]',
    (world) => ({
      params: { ...within(world), connection: world.own.connection },
      body: { ruleIds: [world.other.client] },
    }),
    noRule,
  ),
  ...selections(`POST ${at}/bulk`, { action: 'disconnect' }, prepared),
  missing(
    `POST ${at}/bulk`,
    'ruleId',
    (world) => ({
      params: within(world),
      body: { action: 'extend', ruleId: world.other.client, selection: { filter: {} } },
    }),
    noRule,
  ),
  ...selections(`POST ${at}/export`, { format: 'csv' }, exported),
  missing(`GET ${application}/proposed-keys/:client`, ':client', (world) => ({
    params: { ...within(world), client: world.other.client },
  })),
  missing(
    `GET ${application}/proposed-keys/:client`,
    ':installation',
    (world) => ({ params: { ...elsewhere(world), client: world.own.client } }),
    shared,
  ),
  empty(
    `GET ${application}/connection-template`,
    ':installation',
    (world) => ({ params: within(world), query: 'format=csv&withClients=true' }),
    shared,
  ),
  empty(`POST ${imports}`, ':installation', (world) => fileOf(world), prepared),
  missing(`POST ${imports}`, '?rule', (world) => fileOf(world, `&rule=${world.other.client}`), noRule),
  ...['', '/rows', '/report'].flatMap((path) => {
    const query = path === '/report' ? { query: 'format=csv' } : {};
    return [
      missing(
        `GET ${imports}/:job${path}`,
        ':job',
        (world) => ({ params: { ...within(world), job: world.other.job }, ...query }),
        noImport,
      ),
      missing(
        `GET ${imports}/:job${path}`,
        ':installation',
        (world) => ({ params: { ...elsewhere(world), job: world.own.job }, ...query }),
        noImport,
      ),
    ];
  }),
];
