import type { Installation } from '@navette/api';
import { type ConnectedSearch, readConnectedSearch } from '../connecting/connected-search.ts';
import { type MappingSearch, readMappingSearch } from '../mapping/mapping-search.ts';

/** The tabs of an application, by their names in the address. */
export const installationTabs = ['dossiers', 'regles', 'mapping', 'reglages'] as const;
export type InstallationTab = (typeof installationTabs)[number];

export interface InstallationSearch extends ConnectedSearch, MappingSearch {
  /** The first tab is shown when none is named. */
  readonly onglet?: InstallationTab;
}

/** Reads the address; what it does not know is left out. */
export function readInstallationSearch(search: Record<string, unknown>): InstallationSearch {
  const onglet = installationTabs.find((tab) => tab === search.onglet);
  return {
    ...(onglet === undefined ? {} : { onglet }),
    ...readConnectedSearch(search),
    ...readMappingSearch(search),
  };
}

/**
 * The tabs an application has: clients are mapped by an attribute where the partner lists its dossiers, or where an attribute can
 * hold the key. A secret of each client is no attribute.
 */
export function tabsOf({ listsDossiers, clientKey }: Pick<Installation, 'listsDossiers' | 'clientKey'>) {
  const isMapped = listsDossiers || !clientKey.isSecret;
  return installationTabs.filter((tab) => tab !== 'mapping' || isMapped);
}
