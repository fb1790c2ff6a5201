import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { Journal, JournalEntry } from '../journal.ts';

/** An order that cannot be obeyed; `message` says why. */
export class ImpossibleChange extends Error {}

/**
 * Obeys again the orders that an earlier process wrote in the journal.
 *
 * @returns a function that obeys one more and remembers it, so that a killed sandbox comes back with it. It throws what
 * `apply` throws (`ImpossibleChange`), and then nothing is remembered.
 */
export function rememberOrders<Change>(options: {
  readonly partner: string;
  readonly schema: z.ZodType<Change>;
  readonly journal: Journal;
  readonly entries: readonly JournalEntry[];
  readonly apply: (order: Change) => void;
}): (order: Change) => void {
  const { partner, schema, journal, entries, apply } = options;
  for (const { order } of entries) apply(schema.parse(order));
  return (order) => {
    apply(order);
    journal.append({ about: partner, order });
  };
}

/** Control routes under `app` answer 400 with the reason of an order that cannot be obeyed. */
export function explainImpossibleChanges(app: FastifyInstance): void {
  app.setErrorHandler(async (error, _request, reply) => {
    if (error instanceof ImpossibleChange) return reply.code(400).send({ error: error.message });
    throw error;
  });
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The fields of a change that were said. */
export function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Defined<T>;
}
