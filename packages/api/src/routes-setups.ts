/** The wizard: clients, credentials, mapping, rules. What was done stays, whoever comes back to it. */
import { z } from 'zod';
import { admins, route } from './route.ts';
import { installation } from './routes-applications.ts';
import { client, clientFilter, clientSelection } from './routes-clients.ts';
import { firmParams, id, page, pageQuery, time } from './shapes.ts';

const step = z.enum(['clients', 'credentials', 'mapping', 'rules']);
const words = z.object({ fr: z.string(), en: z.string() });

export const setup = z.object({
  id,
  application: z.string(),
  name: z.string(),
  partner: z.string(),
  kind: z.enum(['api', 'email', 'transport']),
  /** `null` until credentials have worked. */
  installationId: id.nullable(),
  installationState: z.enum(['preparing', 'active', 'paused', 'stopped']).nullable(),
  /** Where one is. */
  step,
  /** Those this application needs, in order. `isOpen`: it may be entered; `isDone`: it has what it asks for. */
  steps: z.array(z.object({ step, isOpen: z.boolean(), isDone: z.boolean() })),
  /** Clients chosen, and those of them that are connected already. */
  chosen: z.number().int(),
  connected: z.number().int(),
  rules: z.number().int(),
  /** What the partner calls the account, and when its credentials last worked. */
  identity: z.string().nullable(),
  checkedAt: time.nullable(),
  createdBy: z.object({ id, name: z.string() }),
  changedAt: time,
  endedAt: time.nullable(),
});

export const prerequisite = z.object({
  /** `role`, `siret`, `credentials`, `sender`… */
  code: z.string(),
  /** `unknown`: Navette cannot tell; the person checks it. */
  state: z.enum(['done', 'partly', 'missing', 'unknown']),
  label: words,
  help: words.nullable(),
  /** “n of N”, where there is something to count. */
  count: z.number().int().nullable(),
  total: z.number().int().nullable(),
});

const setupParams = firmParams.extend({ setup: id });
const base = '/api/v1/firms/:firm/setups';

export const setupRoutes = {
  listSetups: route('listSetups', {
    method: 'GET',
    path: base,
    summary: 'Wizards that somebody began and did not end.',
    who: admins,
    params: firmParams,
    answer: z.object({ items: z.array(setup) }),
  }),
  openSetup: route('openSetup', {
    method: 'POST',
    path: base,
    summary:
      'Opens the wizard for an application to add, or for one that is there; the one that is open already is given again.',
    who: admins,
    params: firmParams,
    body: z.union([
      z.strictObject({ application: z.string().max(100) }),
      z.strictObject({ installationId: id }),
    ]),
    answer: setup,
  }),
  getSetup: route('getSetup', {
    method: 'GET',
    path: `${base}/:setup`,
    summary: 'A wizard and how far it is.',
    who: admins,
    params: setupParams,
    answer: setup,
  }),
  changeSetup: route('changeSetup', {
    method: 'PATCH',
    path: `${base}/:setup`,
    summary: 'Goes to a step that is open; `setup_step_closed` otherwise.',
    who: admins,
    params: setupParams,
    body: z.strictObject({ step }),
    answer: setup,
  }),
  listPrerequisites: route('listPrerequisites', {
    method: 'GET',
    path: `${base}/:setup/prerequisites`,
    summary: 'What the application needs before one begins, checked where that is possible.',
    who: admins,
    params: setupParams,
    answer: z.object({ items: z.array(prerequisite) }),
  }),
  listSetupClients: route('listSetupClients', {
    method: 'GET',
    path: `${base}/:setup/clients`,
    summary:
      'Clients to choose from, as `listClients` finds them, with whether each is chosen and connected.',
    who: admins,
    params: setupParams,
    query: z.object({
      ...pageQuery,
      ...clientFilter.shape,
      cursor: z.string().max(4000).optional(),
      only: z.enum(['chosen', 'not_chosen']).optional(),
    }),
    answer: page(client.extend({ isChosen: z.boolean(), isConnected: z.boolean() })),
  }),
  chooseClients: route('chooseClients', {
    method: 'POST',
    path: `${base}/:setup/clients`,
    summary: 'Adds clients to the choice, or takes them out: some, or all that a filter finds on every page.',
    who: admins,
    params: setupParams,
    body: z.strictObject({ isChosen: z.boolean(), selection: clientSelection }),
    answer: z.object({ chosen: z.number().int(), changed: z.number().int() }),
  }),
  trySetupCredentials: route('trySetupCredentials', {
    method: 'POST',
    path: `${base}/:setup/credentials`,
    summary:
      'Cleans the values, tries them at the partner, keeps them sealed: the application is then there, `preparing` until the wizard ends. A refusal names its field and says what the partner answered; nothing changes then.',
    who: admins,
    params: setupParams,
    body: z.strictObject({
      name: z.string().trim().min(1).max(200).optional(),
      /** As in `createInstallation` the first time, then as in `renewCredentials`. */
      credentials: z.record(z.string().max(100), z.string().max(20_000).nullable()),
    }),
    answer: setup,
  }),
  finishSetup: route('finishSetup', {
    method: 'POST',
    path: `${base}/:setup/finish`,
    summary:
      'Switches the application on: what arrives from now on leaves. `setup_step_closed` while a step it needs is not done.',
    who: admins,
    params: setupParams,
    answer: z.object({ installation, startedAt: time }),
  }),
  leaveSetup: route('leaveSetup', {
    method: 'DELETE',
    path: `${base}/:setup`,
    summary: 'Gives a wizard up: the choice is forgotten, and the application too unless it was started.',
    who: admins,
    params: setupParams,
  }),
};
