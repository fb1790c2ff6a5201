import { z } from 'zod';
import type { HoldingsForm } from '../ordered-state.ts';

const credentials = z.strictObject({
  /** `key:client secret`, as the firm's administrator copies it. */
  apiKey: z.string().min(1),
});

const dossier = z.strictObject({
  code: z.string().min(1).max(100),
  name: z.string().min(1),
  /** 14 digits; empty when Cegid Loop does not know it. */
  siret: z.string().default(''),
});

const behaviour = z.strictObject({
  /** `null`: as many as one likes. */
  requestsPerSecond: z.number().int().positive().nullable().default(null),
  /** `Retry-After` of a 429; `null`: the answer has none. */
  retryAfterS: z.number().int().nonnegative().nullable().default(1),
  maxBytes: z.number().int().positive().default(50_000_000),
  /** At most so many dossiers in one answer, whatever is asked. */
  pageSize: z.number().int().positive().default(50),
  /** Reads any bytes, for runs that send random ones. */
  anyFormat: z.boolean().default(false),
});

export type CegidDossier = z.infer<typeof dossier>;

/** The `cegid-loop` part of a seed file. */
export const cegidForm: HoldingsForm<z.infer<typeof credentials>, CegidDossier, z.infer<typeof behaviour>> = {
  credentials,
  dossier,
  keyField: 'code',
  keyOf: ({ code }) => code,
  behaviour,
};
