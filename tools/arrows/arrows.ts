/**
 * Who may import whom, and why: A → B means that A imports B. The only place where an arrow is added. `*` stands for one
 * folder's name. What is not here is forbidden; a folder without a row fails the check.
 */
export interface Arrow {
  readonly from: string;
  readonly to: readonly string[];
  readonly reason: string;
}

const model = 'packages/model';
const api = 'packages/api';
const connector = 'packages/connector';
const einvoice = 'packages/einvoice';
const testkit = 'packages/testkit';

export const arrows: readonly Arrow[] = [
  {
    from: model,
    to: [],
    reason: 'the words of the domain stand on nothing, so that every part can share them',
  },
  {
    from: api,
    to: [model],
    reason: 'the HTTP contract is the words of the domain, put into schemas',
  },
  {
    from: einvoice,
    to: [model],
    reason: 'it reads bytes into words of the domain and knows neither server nor partner',
  },
  {
    from: connector,
    to: [model],
    reason: 'a connector is written against this contract alone, so it must not drag the platform in',
  },
  {
    from: 'connectors/*',
    to: [connector, model],
    reason:
      'one partner, one folder: a connector knows the contract and neither the platform nor its neighbours',
  },
  {
    from: testkit,
    to: [model, api],
    reason: 'it serves the tests of all parts, so it may stand only on what all of them share',
  },
  {
    from: 'apps/server',
    to: [model, api, connector, einvoice, 'connectors/*'],
    reason: 'the platform speaks to partners through connectors and to people through the HTTP contract',
  },
  {
    from: 'apps/web',
    to: [model, api, einvoice],
    reason:
      'a page knows the platform through its HTTP contract only, and reads the invoices that it shows by itself',
  },
  {
    from: 'apps/agent',
    to: [model, api],
    reason: 'the agent knows the platform through its HTTP contract only, and is bundled alone',
  },
  {
    from: 'apps/sandbox',
    to: [model],
    reason:
      'two readings of a partner’s facts must not share a mistake, so it never sees a connector or its contract',
  },
  ...['demo', 'e2e', 'chaos', 'bench'].map((from) => ({
    from,
    to: ['packages/*'],
    reason: 'it starts the apps as processes, as a user would',
  })),
  {
    from: 'tools',
    to: [model, api, connector],
    reason: 'it checks and writes files of the repository, and runs no part of the product',
  },
];

/** Whether a folder is the one, or one of those, that a row names. */
export function isNamed(row: string, folder: string): boolean {
  if (!row.endsWith('/*')) return row === folder;
  const [top, name, ...rest] = folder.split('/');
  return top === row.slice(0, -2) && name !== undefined && rest.length === 0;
}
