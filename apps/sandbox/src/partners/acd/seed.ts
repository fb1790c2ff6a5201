import { z } from 'zod';
import type { HoldingsForm } from '../ordered-state.ts';

const account = z.strictObject({
  /** What one signs in with. Never the e-mail. */
  identifiant: z.string().min(1),
  motDePasse: z.string().min(1),
  email: z.string().default(''),
  secondFactor: z.boolean().default(false),
  /** The codes of the dossiers it reaches; `null`: all. */
  dossiers: z.array(z.string()).nullable().default(null),
});

const credentials = z.strictObject({
  cnx: z.string().min(1),
  accounts: z.array(account).min(1),
});

const dossier = z.strictObject({
  code: z.string().min(1).max(50),
  name: z.string().min(1),
  /** 14 digits; empty when i-Suite does not know it. */
  siret: z
    .string()
    .regex(/^(\d{14})?$/)
    .default(''),
  closed: z.boolean().default(false),
});

const behaviour = z.strictObject({
  uuidLifetimeS: z.number().positive().default(1800),
  /** Of one UUID; `null`: as many as one likes. */
  requestsPerSecond: z.number().int().positive().nullable().default(null),
  retryAfterS: z.number().int().nonnegative().nullable().default(null),
  maxBytes: z.number().int().positive().default(20_000_000),
  /** Takes any bytes, for runs that send random ones. */
  anyFormat: z.boolean().default(false),
  /** What every document is refused for, inside a 200; `null`: each is judged for what it is. */
  refuses: z.string().min(1).nullable().default(null),
  /** How a business error is written: `{erreur, description}` for each, or plain sentences. */
  errorForm: z.enum(['objects', 'sentences']).default('objects'),
  /** Says of a UUID that is missing or not good that it is a business error, `jetonNonRecu`, and not a 401. */
  badUuidIsBusinessError: z.boolean().default(false),
});

export type ErrorForm = z.infer<typeof behaviour>['errorForm'];
export type Account = z.infer<typeof account>;
export type AcdDossier = z.infer<typeof dossier>;

/** The `acd` part of a seed file. */
export const acdForm: HoldingsForm<z.infer<typeof credentials>, AcdDossier, z.infer<typeof behaviour>> = {
  credentials,
  dossier,
  keyField: 'code',
  keyOf: ({ code }) => code,
  behaviour,
};
