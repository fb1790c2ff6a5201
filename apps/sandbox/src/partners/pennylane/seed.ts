import { z } from 'zod';
import type { HoldingsForm } from '../ordered-state.ts';

const company = z.strictObject({
  id: z.number().int().positive(),
  name: z.string().min(1),
  /** `reg_no`: the SIREN. */
  siren: z.string(),
  /** Opens this company and no other. */
  token: z.string().min(1),
  /** Whether the token has a scope that imports at all. */
  mayImport: z.boolean().default(true),
  /** Which routes it then opens: the one for all types (the older scope), those of one type (the only ones since March 2026). */
  opens: z.enum(['common', 'dedicated', 'both']).default('both'),
});

const behaviour = z.strictObject({
  requestsPer5Seconds: z.number().int().positive().default(25),
  maxBytes: z.number().int().positive().default(20_000_000),
  /** The same bytes a second time for a company are answered 422. */
  refuseDuplicates: z.boolean().default(false),
  /** Takes any bytes, for runs that send random ones. */
  anyFormat: z.boolean().default(false),
});

export type Company = z.infer<typeof company>;

/** The `pennylane` part of a seed file. A company is its dossier, and has its own key. */
export const pennylaneForm: HoldingsForm<Record<string, never>, Company, z.infer<typeof behaviour>> = {
  credentials: z.strictObject({}),
  dossier: company,
  keyField: 'id',
  keyOf: ({ id }) => String(id),
  behaviour,
};
