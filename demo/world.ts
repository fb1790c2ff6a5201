/** The demo's firm and what its Inqom knows. Two clients bear the SIRETs of the sample invoices. */
import type { ClientToPrepare, SeedDossier } from '@navette/testkit';

const overrideReason = 'SIRET des factures d’exemple, fictif';

export const administrator = {
  firmName: 'Morvan & Associés',
  name: 'Claire Morvan',
  email: 'claire.morvan@cabinet.example',
  password: 'navette-demo',
};

export interface DemoClient extends ClientToPrepare {
  /** Its dossier at Inqom; without one the client is not connected. */
  readonly dossier?: number;
  /** A hot folder on this computer, and the client's folder it feeds. */
  readonly hotFolder?: string;
}

export const demoClients: readonly DemoClient[] = [
  {
    name: 'Atelier Portalis',
    code: 'PORT01',
    siret: '78787878400035',
    overrideReason,
    dossier: 48211,
    hotFolder: 'Achats',
  },
  {
    name: 'Comptoir des Îles',
    code: 'ILES01',
    siret: '34343434600010',
    overrideReason,
    dossier: 48212,
    hotFolder: 'Achats',
  },
  { name: 'Boulangerie Lecomte', code: 'LECO01', siret: '48213377400018', dossier: 48213 },
  { name: 'Garage du Lac', code: 'LACG01', siret: '79154020600012', dossier: 48214 },
  { name: 'Librairie des Halles', code: 'HALL01', siret: '83320911700013', dossier: 48215 },
  {
    name: 'Menuiserie Aubertin',
    code: 'AUBE01',
    siret: '51626105400014',
    dossier: 48216,
    hotFolder: 'Achats',
  },
  { name: 'Pharmacie Saint-Roch', code: 'ROCH01', siret: '90417736700011' },
  { name: 'Scierie des Settons', code: 'SETT01', siret: '53188842800012' },
];

/** The dossiers of the demo's Inqom, one per connected client. */
export const demoDossiers: readonly SeedDossier[] = demoClients.flatMap(({ name, siret, dossier }) =>
  dossier === undefined ? [] : [{ id: dossier, name, siren: siret.slice(0, 9), nic: siret.slice(9) }],
);

/** Sample invoices, by the SIRET of the client that is their buyer. */
export const demoInvoices: readonly { readonly siret: string; readonly file: string }[] = [
  { siret: '78787878400035', file: 'facturx-Facture_FR_MINIMUM.pdf' },
  { siret: '78787878400035', file: 'facturx-Facture_FR_BASICWL.pdf' },
  { siret: '78787878400035', file: 'facturx-Avoir_FR_type381_BASIC.pdf' },
  { siret: '34343434600010', file: 'facturx-Facture_DOM_MINIMUM.pdf' },
  { siret: '34343434600010', file: 'facturx-Facture_DOM_BASICWL.pdf' },
];

/** A format that Inqom's API does not take: it ends as Non transmis, with its reason. */
export const refusedSample = { siret: '78787878400035', file: 'ubl-creditnote.xml' };
