import type { MappedDossier } from '@navette/api';
import { foldForSearch, searchWords } from '../clients/search-key.ts';
import type { MappedClient, Mapping } from './load-mapping.ts';
import { indexNames, type NearNames } from './near-names.ts';

const maxProposals = 20;

export type Why = 'same_siret' | 'same_siren' | 'near_name' | 'searched';

export interface FoundDossier extends MappedDossier {
  readonly why: Why;
}

export interface Proposer {
  /** Dossiers that a client may be, the likeliest first; active ones before archived ones that are as likely. */
  propose(client: MappedClient): FoundDossier[];
}

/** Prepares to propose dossiers of a mapping, for as many clients as one likes. */
export function createProposer({ dossiers, comparison }: Mapping): Proposer {
  const all = [...(dossiers?.values() ?? [])].sort((one, other) => Number(other.active) - Number(one.active));
  const compared = all.map((dossier) => ({ dossier, ...comparison.readDossier(dossier) }));
  const byKey = Map.groupBy(compared, ({ key }) => key);
  const byNear = Map.groupBy(compared, ({ near }) => near);
  let names: NearNames<MappedDossier> | null = null;
  return {
    propose(client) {
      const { key, near } = comparison.readClient(client);
      names ??= indexNames(all, ({ name }) => name);
      const found = new Map<string, FoundDossier>();
      const add = (why: Why, some: readonly MappedDossier[]) => {
        for (const dossier of some)
          if (found.size < maxProposals && !found.has(dossier.key))
            found.set(dossier.key, { ...dossier, why });
      };
      const of = (group: typeof compared | undefined) => group?.map(({ dossier }) => dossier) ?? [];
      if (key !== null) add(comparison.by === 'siren' ? 'same_siren' : 'same_siret', of(byKey.get(key)));
      if (near !== null) add('same_siren', of(byNear.get(near)));
      add('near_name', names.find(client.name));
      return [...found.values()];
    },
  };
}

/** Dossiers in which every word of a search is found: name, number, SIREN, SIRET. Active ones first, then by name. */
export function searchDossiers({ dossiers }: Mapping, search: string): FoundDossier[] {
  const words = searchWords(search);
  if (words.length === 0) return [];
  return [...(dossiers?.values() ?? [])]
    .filter(({ key, name, siren, nic }) => {
      const text = foldForSearch([name, key, `${siren ?? ''}${nic ?? ''}`].join('\n'));
      return words.every((word) => text.includes(word));
    })
    .sort((one, other) => Number(other.active) - Number(one.active))
    .slice(0, maxProposals)
    .map((dossier) => ({ ...dossier, why: 'searched' }));
}
