import { z } from 'zod';
import type { Journal, JournalEntry } from '../../journal.ts';
import { ImpossibleChange, rememberOrders, withoutUndefined } from '../remembered-orders.ts';
import {
  type Account,
  type Behaviour,
  behaviour,
  defaultBehaviour,
  dossierFields,
  dossierSeed,
  type InqomSeed,
  type Outcome,
  outcome,
} from './seed.ts';

export interface Company {
  readonly id: number;
  readonly name: string;
  readonly access: 'Company' | 'Pme';
}

export type Dossier = Readonly<z.infer<typeof dossierSeed>> & { readonly companyId: number };

/** What a person or a test may order. Kept in the journal, so that a killed sandbox comes back with it. */
export const change = z.discriminatedUnion('change', [
  z.strictObject({
    change: z.literal('dossiers'),
    dossiers: z
      .array(
        dossierFields.partial().required({ id: true }).extend({ companyId: z.number().int().optional() }),
      )
      .min(1),
  }),
  z.strictObject({
    change: z.literal('credentials'),
    /** Which account; the first one when not said. */
    username: z.string().optional(),
    newUsername: z.string().min(1).optional(),
    password: z.string().min(1).optional(),
    clientId: z.string().min(1).optional(),
    clientSecret: z.string().min(1).optional(),
  }),
  z.strictObject({ change: z.literal('behaviour'), behaviour: behaviour.partial() }),
  z.strictObject({
    change: z.literal('document'),
    id: z.number().int(),
    outcome,
    at: z.iso.datetime(),
  }),
]);

export type Change = z.infer<typeof change>;

export interface ForcedOutcome extends Outcome {
  readonly at: string;
}

/** Accounts, dossiers and behaviour of the Inqom played here: the seed, then every change ordered since. */
export class InqomState {
  client: { id: string; secret: string } = { id: '', secret: '' };
  accounts: Account[] = [];
  companies: Company[] = [];
  behaviour: Behaviour = defaultBehaviour;
  readonly dossiers = new Map<number, Dossier>();
  /** By document id: how it stands because a person said so. */
  readonly forcedOutcomes = new Map<number, ForcedOutcome>();
  readonly #seed: InqomSeed;
  /** Obeys and remembers an order. Throws `ImpossibleChange`, and then nothing changed. */
  readonly change: (order: Change) => void;

  constructor(seed: InqomSeed, journal: Journal, entries: readonly JournalEntry[]) {
    this.#seed = seed;
    this.reset();
    this.change = rememberOrders({
      partner: 'inqom',
      schema: change,
      journal,
      entries,
      apply: (order) => this.#apply(order),
    });
  }

  reset(): void {
    this.client = { ...this.#seed.client };
    this.accounts = this.#seed.accounts.map((account) => ({ ...account }));
    this.companies = this.#seed.companies.map(({ id, name, access }) => ({ id, name, access }));
    this.behaviour = { ...defaultBehaviour, ...withoutUndefined(this.#seed.behaviour) };
    this.forcedOutcomes.clear();
    this.dossiers.clear();
    for (const company of this.#seed.companies) {
      for (const dossier of company.dossiers) {
        this.dossiers.set(dossier.id, { ...dossier, companyId: company.id });
      }
    }
  }

  sees(account: Account, dossier: Dossier): boolean {
    return account.seesDossiers === null || account.seesDossiers.includes(dossier.id);
  }

  #apply(order: Change): void {
    switch (order.change) {
      case 'dossiers':
        this.#changeDossiers(order.dossiers);
        return;
      case 'credentials':
        this.#changeCredentials(order);
        return;
      case 'behaviour':
        this.behaviour = { ...this.behaviour, ...withoutUndefined(order.behaviour) };
        return;
      case 'document':
        this.forcedOutcomes.set(order.id, { ...order.outcome, at: order.at });
        return;
    }
  }

  #changeDossiers(orders: Extract<Change, { change: 'dossiers' }>['dossiers']): void {
    const changed = orders.map((order): Dossier => {
      const known = this.dossiers.get(order.id);
      const companyId = order.companyId ?? known?.companyId ?? this.companies[0]?.id;
      if (!this.companies.some((company) => company.id === companyId)) {
        throw new ImpossibleChange(`société ${companyId} inconnue`);
      }
      const { companyId: _, ...fields } = withoutUndefined({ ...known, ...withoutUndefined(order) });
      const dossier = dossierSeed.safeParse(fields);
      if (!dossier.success)
        throw new ImpossibleChange(`dossier ${order.id} : ${z.prettifyError(dossier.error)}`);
      return { ...dossier.data, companyId: z.number().parse(companyId) };
    });
    for (const dossier of changed) this.dossiers.set(dossier.id, dossier);
  }

  #changeCredentials(order: Extract<Change, { change: 'credentials' }>): void {
    const username = order.username ?? this.accounts[0]?.username;
    const account = this.accounts.find((candidate) => candidate.username === username);
    if (!account) throw new ImpossibleChange(`compte ${username} inconnu`);
    account.username = order.newUsername ?? account.username;
    account.password = order.password ?? account.password;
    this.client = {
      id: order.clientId ?? this.client.id,
      secret: order.clientSecret ?? this.client.secret,
    };
  }
}
