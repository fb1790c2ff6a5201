import { z } from 'zod';
import type { HoldingsForm } from '../ordered-state.ts';

/** Whose keys and companies go together: those of one firm never see those of another. */
const firm = z.string().min(1).default('cabinet');

const key = z.strictObject({
  key: z.string().regex(/^\S+$/),
  name: z.string().min(1),
  firm,
  /** The one company it was made for; `null` is a firm-wide key. */
  society: z.number().int().nullable().default(null),
  /** Whether `GET /key/info?mode=extended` was called with it. */
  activated: z.boolean().default(false),
});

const credentials = z.strictObject({
  thirdPartySecret: z.string().min(1),
  /** A key that is not here is a revoked one. */
  keys: z.array(key).min(1),
});

const society = z.strictObject({
  id: z.number().int().positive(),
  name: z.string().min(1),
  /** 14 digits, or 9 when only its SIREN is known; `null` when neither is. */
  siret: z
    .string()
    .regex(/^\d{9}(\d{5})?$/)
    .nullable(),
  firm,
  active: z.boolean().default(true),
});

const behaviour = z.strictObject({
  /** Of one key, in any 10 s. */
  requestsPer10s: z.number().int().positive().default(20),
  /** Under way at the same time on one route, whoever asks. */
  concurrentPerRoute: z.number().int().positive().default(10),
  /** As how many requests a push counts. */
  importCost: z.number().int().positive().default(1),
  /** MyUnisoft's pages do not agree on its last letter. */
  tooManyAtOnceCode: z
    .enum(['ERR-TOO-MANY-CONCURRENT-REQUESTS', 'ERR-TOO-MANY-CONCURRENT-REQUEST'])
    .default('ERR-TOO-MANY-CONCURRENT-REQUESTS'),
  /** `Retry-After` of a 429; `null`: the answer has none. */
  retryAfterS: z.number().int().nonnegative().nullable().default(null),
  maxBytes: z.number().int().positive().default(15_000_000),
  /** Takes any bytes under any extension, for runs that send random ones. */
  anyFormat: z.boolean().default(false),
  /** Refuses to list the companies without a SIRET or SIREN. */
  siretRequired: z.boolean().default(false),
  /** What every request is answered; `null`: each is judged for what it is. */
  refuses: z
    .enum([
      'ERR-FORBIDDEN-ROUTE',
      'ERR-FORBIDDEN-ACCESS',
      'ERR-THIRD-PARTY-DISCONNECTED',
      'ERR-API-UNDER-MAINTENANCE',
    ])
    .nullable()
    .default(null),
});

export type Key = z.infer<typeof key>;
export type Society = z.infer<typeof society>;

/** The `myunisoft` part of a seed file; its dossiers are companies. */
export const myunisoftForm: HoldingsForm<z.infer<typeof credentials>, Society, z.infer<typeof behaviour>> = {
  credentials,
  dossier: society,
  keyField: 'id',
  keyOf: ({ id }) => String(id),
  behaviour,
};
