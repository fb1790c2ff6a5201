import { z } from 'zod';
import type { HoldingsForm } from '../ordered-state.ts';

const credentials = z.strictObject({ apiKey: z.string().min(1) });

const dossier = z.strictObject({
  /** What the interface shows under the menu, and what `entity` is: digits, zeros at their head included. */
  identifier: z.string().min(1),
  name: z.string().min(1),
  siret: z.string().default(''),
});

const behaviour = z.strictObject({
  /** `null`: as many as one likes. */
  requestsPerSecond: z.number().int().positive().nullable().default(null),
  /** `Retry-After` of a 429; `null`: the answer has none. */
  retryAfterS: z.number().int().nonnegative().nullable().default(1),
  maxBytes: z.number().int().positive().default(30_000_000),
  /** A PDF of more pages is split into files of so many. */
  splitAbovePages: z.number().int().positive().default(10),
  /** Takes any bytes, for runs that send random ones. */
  anyFormat: z.boolean().default(false),
});

export type Entity = z.infer<typeof dossier>;

/** The `conciliator` part of a seed file. */
export const conciliatorForm: HoldingsForm<z.infer<typeof credentials>, Entity, z.infer<typeof behaviour>> = {
  credentials,
  dossier,
  keyField: 'identifier',
  keyOf: ({ identifier }) => identifier,
  behaviour,
};
