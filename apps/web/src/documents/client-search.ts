import { asText, isOn } from '../frame/address-search.ts';

export const documentSorts = ['-received', 'received', 'name', '-name', 'size', '-size'] as const;
export type DocumentSort = (typeof documentSorts)[number];

export const drawerTabs = ['apercu', 'details', 'historique'] as const;
export type DrawerTab = (typeof drawerTabs)[number];

/** What the page of a client shows, as its address says it. */
export interface ClientSearch {
  /** Folder id. */
  readonly repertoire?: string;
  /** Document id: the drawer is open on it. */
  readonly document?: string;
  /** The drawer's tab; *Historique* when absent, which is what links from *Envois* and from mails mean. */
  readonly onglet?: DrawerTab;
  readonly recherche?: string;
  readonly nonTransmis?: true;
  /** The order of the documents; newest first when absent. */
  readonly tri?: DocumentSort;
  /** The bin instead of a folder. */
  readonly corbeille?: true;
}

/** Reads the address; what it does not know is left out. */
export function readClientSearch(search: Record<string, unknown>): ClientSearch {
  const repertoire = asText(search.repertoire);
  const document = asText(search.document);
  const recherche = asText(search.recherche);
  const onglet = drawerTabs.find((tab) => tab === search.onglet);
  const tri = documentSorts.find((sort) => sort === search.tri);
  return {
    ...(repertoire ? { repertoire } : {}),
    ...(document ? { document } : {}),
    ...(onglet ? { onglet } : {}),
    ...(recherche ? { recherche } : {}),
    ...(isOn(search.nonTransmis) ? { nonTransmis: true as const } : {}),
    ...(tri && tri !== '-received' ? { tri } : {}),
    ...(isOn(search.corbeille) ? { corbeille: true as const } : {}),
  };
}
