import { z } from 'zod';
import type { PartnerAnswer } from './exchange.ts';
import { readJson } from './read-json.ts';

/** How interfaces over HTTP commonly say why: a sentence, a code or both, under one of these names. */
const refusal = z.object({
  message: z.string().optional(),
  error: z
    .union([z.string(), z.object({ message: z.string() }).transform(({ message }) => message)])
    .optional(),
  detail: z.string().optional(),
  title: z.string().optional(),
});

export interface Refusal {
  /** A code, or a sentence, as the partner uses `error`; empty when it says none. */
  readonly error: string;
  /** What a person is told; empty when nothing of it can be read. */
  readonly words: string;
}

/** What a partner says of a refusal, in the common forms. Never throws. */
export function readRefusal({ text }: Pick<PartnerAnswer, 'text'>): Refusal {
  const { message, error, detail, title } = readJson(refusal, text) ?? {};
  return { error: error ?? '', words: message ?? error ?? detail ?? title ?? '' };
}
