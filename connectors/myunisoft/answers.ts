/** MyUnisoft's answers, as far as they are used. Source: its public documentation (README.md). */
import { type PartnerAnswer, readJson } from '@navette/connector';
import { z } from 'zod';

const identifier = z.union([z.number(), z.string().min(1)]).transform(String);

/** What a key opens: a firm, or one company. */
export const keyInfo = z.object({ target: z.object({ type: z.string() }) });

const society = z.object({
  society_id: identifier,
  name: z.string().nullish(),
  /** A SIRET, or a SIREN alone. */
  siret: z.string().nullish(),
});

export const societyList = z.object({ society_array: z.array(society) });

/** With a key of one company the answer is that company. */
export const oneSociety = society;

export type Society = z.output<typeof society>;

export const invoiceAnswer = z.object({ id: identifier });

export const variousAnswer = z.object({
  documents: z.array(z.object({ id_document: identifier })).min(1),
});

const refusal = z.object({
  error: z.object({ code: z.string().optional(), message: z.string().optional() }),
});

/** @returns a good answer read with a schema; `null` for a refusal, or for what was not expected. */
export function readAnswer<Schema extends z.ZodType>(
  schema: Schema,
  { status, text }: PartnerAnswer,
): z.output<Schema> | null {
  return status < 300 ? readJson(schema, text) : null;
}

/** @returns MyUnisoft's own code of a refusal, and what it says; empty when it says nothing that can be read. */
export function readRefusal({ text }: PartnerAnswer): { readonly code: string; readonly words: string } {
  const error = readJson(refusal, text)?.error;
  return { code: error?.code ?? '', words: error?.message ?? error?.code ?? '' };
}
