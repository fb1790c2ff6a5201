import { z } from 'zod';

export const documentStatuses = [
  'Received',
  'ToReview',
  'Processing',
  'Duplicate',
  'Done',
  'ManualProcessing',
  'Deleted',
] as const;

export type DocumentStatus = (typeof documentStatuses)[number];

export const outcome = z.strictObject({
  status: z.enum(documentStatuses),
  reasons: z.array(z.string()).default([]),
});

export type Outcome = z.infer<typeof outcome>;

/** A dossier without defaults: what an order may change of one that exists. */
export const dossierFields = z.strictObject({
  id: z.number().int().positive(),
  name: z.string().min(1),
  uniqueName: z.string().nullable(),
  siren: z.string(),
  /** May be empty: then the dossier has no SIRET. */
  nic: z.string().nullable(),
  externalId: z.string().nullable(),
  status: z.string(),
  /** How its documents end, instead of `Done`. */
  outcome: outcome.nullable(),
});

export const dossierSeed = dossierFields.extend({
  uniqueName: dossierFields.shape.uniqueName.default(null),
  nic: dossierFields.shape.nic.default(''),
  externalId: dossierFields.shape.externalId.default(null),
  status: dossierFields.shape.status.default('Active'),
  outcome: dossierFields.shape.outcome.default(null),
});

const company = z.strictObject({
  id: z.number().int().positive(),
  name: z.string().min(1),
  access: z.enum(['Company', 'Pme']),
  dossiers: z.array(dossierSeed),
});

const account = z.strictObject({
  username: z.string().min(1),
  password: z.string().min(1),
  /** The dossiers a person is assigned to; `null` is a system account, which sees all. */
  seesDossiers: z.array(z.number().int()).nullable().default(null),
});

export const behaviour = z.strictObject({
  tokenLifetimeS: z.number().positive(),
  requestsPerSecond: z.number().int().positive(),
  /** `Retry-After` of a 429; `null`: the answer has none. */
  retryAfterS: z.number().int().nonnegative().nullable(),
  processingAfterMs: z.number().nonnegative(),
  doneAfterMs: z.number().nonnegative(),
  duplicateAfterMs: z.number().nonnegative(),
  /** How long a new document is missing from the list and from its own address. */
  listedAfterMs: z.number().nonnegative(),
  maxBytes: z.number().int().positive(),
  /** Takes any bytes, for runs that send random ones. */
  anyFormat: z.boolean(),
});

export type Behaviour = z.infer<typeof behaviour>;

export const defaultBehaviour: Behaviour = {
  tokenLifetimeS: 3600,
  requestsPerSecond: 15,
  retryAfterS: 1,
  processingAfterMs: 1000,
  doneAfterMs: 3000,
  duplicateAfterMs: 2000,
  listedAfterMs: 0,
  maxBytes: 20_000_000,
  anyFormat: false,
};

/** The `inqom` part of a seed file. */
export const inqomSeed = z.strictObject({
  client: z.strictObject({ id: z.string().min(1), secret: z.string().min(1) }),
  accounts: z.array(account).min(1),
  companies: z.array(company).min(1),
  behaviour: behaviour.partial().default({}),
});

export type InqomSeed = z.infer<typeof inqomSeed>;
export type Account = z.infer<typeof account>;
