/** Clients and dossiers of the sandbox's Inqom that present every grade of a mapping, made through the product's own ways. */
import { type MappingGrade, routes } from '@navette/api';
import type { NavetteApi, SeedDossier } from '@navette/testkit';

interface MappedClient {
  readonly name: string;
  readonly code: string;
  /** In the attribute that is compared; none when empty. */
  readonly value: string;
  /** How it is graded by that attribute, once `settleMapping` was called. */
  readonly grade: MappingGrade;
}

const clients: readonly MappedClient[] = [
  { name: 'Transports Kervella', code: 'KERVE', value: '63295429300015', grade: 'exact' },
  { name: 'Pont-Neuf Formation', code: 'PONFO', value: '74964753300019', grade: 'exact' },
  { name: 'Auto-école du Pont-Neuf', code: 'PONTN', value: '72047422000012', grade: 'chosen' },
  { name: 'Garage du Parc', code: 'GARPA', value: '39956781700032', grade: 'siren_only' },
  { name: 'Pharmacie du Marché', code: 'PHAMA', value: '45791443000014', grade: 'several' },
  { name: 'SCI Les Tilleuls', code: 'TILLE', value: '57460767700014', grade: 'none' },
  { name: 'Hôtel des Voyageurs', code: 'VOYAG', value: '40812573000015', grade: 'closed' },
  { name: 'Atelier Solène Mercier', code: 'MERSO', value: '', grade: 'attribute_missing' },
  { name: 'Électricité Vasseur', code: 'VASSE', value: '66212760400039', grade: 'attribute_invalid' },
  { name: 'Brasserie de l’Écluse', code: 'ECLUS', value: '77882084500015', grade: 'connected' },
  { name: 'Brasserie de l’Écluse, terrasse', code: 'ECLU2', value: '77882084500015', grade: 'already_used' },
  { name: 'Association des Bains', code: 'BAINS', value: '34122119000018', grade: 'left_out' },
];

/** What the sandbox's Inqom must know; `extra` others, that are nobody's, come after them. */
export function mappingDossiers(extra = 0): SeedDossier[] {
  const dossier = (
    id: number,
    name: string,
    siret: string,
    more: Partial<SeedDossier> = {},
  ): SeedDossier => ({
    ...{ id, name, siren: siret.slice(0, 9), nic: siret.slice(9) },
    ...more,
  });
  return [
    dossier(48_102, 'TRANSPORTS KERVELLA', '63295429300015'),
    dossier(47_002, 'PONT NEUF FORMATION', '74964753300019'),
    dossier(47_110, 'AUTO ECOLE PONT NEUF', '72047422000038'),
    dossier(48_190, 'GARAGE DU PARC SARL', '39956781700016'),
    dossier(31_207, 'GARAGE DU PARC (ancien)', '39956781700016', { nic: '', status: 'Archived' }),
    dossier(48_233, 'PHARMACIE DU MARCHE', '45791443000014'),
    dossier(48_234, 'PHARMACIE DU MARCHE - HOLDING', '45791443000014'),
    dossier(42_018, 'HOTEL DES VOYAGEURS', '40812573000015', { status: 'Archived' }),
    dossier(48_301, 'VASSEUR ELECTRICITE', '66212760400012'),
    dossier(48_320, 'BRASSERIE DE L ECLUSE', '77882084500015'),
    dossier(48_321, 'BAINS (ASSOCIATION DES)', '34122119000018'),
    ...Array.from({ length: extra }, (_, index) =>
      dossier(60_000 + index, `DOSSIER ${String(index).padStart(4, '0')}`, siretOf(index)),
    ),
  ];
}

/** A number that passes both sums of a SIRET, different for each index. */
function siretOf(index: number): string {
  return withLuhnDigit(`${withLuhnDigit(String(30_000_000 + index))}0001`);
}

function withLuhnDigit(digits: string): string {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

export interface MappingClients {
  /** The attribute that holds their numbers: free text, so that one may be wrong. */
  readonly attributeId: string;
  /** Their ids, by the grade they present. */
  readonly ids: ReadonlyMap<MappingGrade, string>;
}

/** Adds the clients to a firm. Until `settleMapping`, what is chosen, left out or connected there is what is computed. */
export async function addMappingClients(api: NavetteApi, firm: string): Promise<MappingClients> {
  const params = { firm };
  const attribute = await api.call(routes.createAttribute, {
    params,
    body: { label: 'N° d’établissement', kind: 'text' },
  });
  const ids = new Map<MappingGrade, string>();
  for (const { name, code, value, grade } of clients) {
    const attributes = value === '' ? [] : [{ attributeId: attribute.id, value }];
    const { id } = await api.call(routes.createClient, { params, body: { name, code, attributes } });
    ids.set(grade, id);
  }
  return { attributeId: attribute.id, ids };
}

/** Connects, chooses and leaves out, so that every grade is there; the sandbox must know `mappingDossiers`. */
export async function settleMapping(
  api: NavetteApi,
  firm: string,
  installation: string,
  { attributeId, ids }: MappingClients,
): Promise<void> {
  const params = { firm, installation };
  const idOf = (grade: MappingGrade) => ids.get(grade) ?? '';
  await api.call(routes.refreshDossiers, { params });
  await api.call(routes.createConnection, {
    params,
    body: { clientId: idOf('connected'), clientKey: '48320', clientKeyLabel: 'BRASSERIE DE L ECLUSE' },
  });
  for (const [grade, dossierKey] of [
    ['chosen', '47110'],
    ['left_out', null],
  ] as const)
    await api.call(routes.chooseDossier, {
      params,
      body: { clientId: idOf(grade), dossierKey, attributeId },
    });
}
