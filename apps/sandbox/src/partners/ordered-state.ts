import { z } from 'zod';
import type { Journal, JournalEntry } from '../journal.ts';
import { ImpossibleChange, rememberOrders } from './remembered-orders.ts';

/** What a partner of one sort of dossier holds. */
export interface Holdings<C, D, B> {
  /** What opens it for the whole firm; `{}` when each dossier has its own key. */
  readonly credentials: C;
  /** By their key, in the order they were given. */
  readonly dossiers: ReadonlyMap<string, D>;
  readonly behaviour: B;
}

/** The forms of its parts; the seed gives `credentials`, `dossiers` and, of `behaviour`, what differs from the defaults. */
export interface HoldingsForm<C, D, B> {
  readonly credentials: z.ZodType<C>;
  readonly dossier: z.ZodType<D>;
  readonly keyOf: (dossier: D) => string;
  /** The field that `keyOf` reads, which an order must hold. */
  readonly keyField: string;
  readonly behaviour: z.ZodType<B>;
}

const fields = z.record(z.string(), z.unknown());

const seedForm = z.strictObject({
  credentials: fields.default({}),
  dossiers: z.array(fields),
  behaviour: fields.default({}),
});

const orderForm = z.discriminatedUnion('change', [
  z.strictObject({ change: z.literal('credentials'), fields }),
  z.strictObject({ change: z.literal('dossiers'), dossiers: z.array(fields).min(1) }),
  z.strictObject({ change: z.literal('behaviour'), fields }),
]);

export type StateOrder = z.infer<typeof orderForm>;

/** A seed, then every order given since, which the journal keeps: a killed sandbox comes back with them. */
export class OrderedState<C, D, B> {
  current: Holdings<C, D, B>;
  /** Obeys and remembers. Throws `ImpossibleChange`, and then nothing changed. */
  readonly order: (order: StateOrder) => void;
  readonly #seed: Holdings<C, D, B>;

  /** Throws when the seed or an order of the journal is not of the expected form. */
  constructor(
    form: HoldingsForm<C, D, B>,
    partner: string,
    seed: unknown,
    { journal, entries }: { readonly journal: Journal; readonly entries: readonly JournalEntry[] },
  ) {
    const { credentials, dossiers, behaviour } = seedForm.parse(seed);
    this.#seed = {
      credentials: form.credentials.parse(credentials),
      dossiers: mergeDossiers(form, new Map(), dossiers),
      behaviour: form.behaviour.parse(behaviour),
    };
    this.current = this.#seed;
    const apply = (order: StateOrder) => {
      this.current = obey(form, this.current, order);
    };
    this.order = rememberOrders({ partner, schema: orderForm, journal, entries, apply });
  }

  reset(): void {
    this.current = this.#seed;
  }
}

function obey<C, D, B>(
  form: HoldingsForm<C, D, B>,
  current: Holdings<C, D, B>,
  order: StateOrder,
): Holdings<C, D, B> {
  const { credentials, dossiers, behaviour } = current;
  try {
    switch (order.change) {
      case 'credentials':
        return { ...current, credentials: form.credentials.parse({ ...credentials, ...order.fields }) };
      case 'dossiers':
        return { ...current, dossiers: mergeDossiers(form, dossiers, order.dossiers) };
      case 'behaviour':
        return { ...current, behaviour: form.behaviour.parse({ ...behaviour, ...order.fields }) };
    }
  } catch (error) {
    throw error instanceof z.ZodError ? new ImpossibleChange(z.prettifyError(error)) : error;
  }
}

/** A dossier whose key is known is changed in what is said of it, another one is added. */
function mergeDossiers<C, D, B>(
  { dossier, keyOf, keyField }: HoldingsForm<C, D, B>,
  known: ReadonlyMap<string, D>,
  given: readonly Record<string, unknown>[],
): Map<string, D> {
  const merged = new Map(known);
  for (const one of given) {
    const key = z.coerce.string().parse(one[keyField]);
    const whole = dossier.parse({ ...merged.get(key), ...one });
    merged.set(keyOf(whole), whole);
  }
  return merged;
}
