/** The applications that partners give an API for, played by the sandbox. */
import { createHash } from 'node:crypto';
import { listReceived } from '@navette/testkit';
import {
  acd,
  cegidLoop,
  conciliator,
  inqom,
  inqomSiret,
  myunisoft,
  myunisoftSiret,
  pennylane,
} from './accounts.ts';
import type { Copy } from './copy.ts';
import { plant } from './planted-secrets.ts';
import type { ApplicationRow, Repeating, Values, WrongCredential } from './row.ts';
import type { World } from './world.ts';

const facturX = 'facturx-Facture_FR_BASICWL.pdf';

/** The bytes themselves are read: what a list says of them is the sandbox's word. */
async function copiesAt(partner: string, { platform }: World): Promise<Copy[]> {
  const received = await listReceived(platform.sandboxUrl, partner);
  return Promise.all(
    received.map(async ({ id, dossier, type, deliveryId }) => {
      const answer = await fetch(`${platform.sandboxUrl}/_sandbox/received/${id}/content`);
      const bytes = Buffer.from(await answer.arrayBuffer());
      return { dossier, type, deliveryId, sha256: createHash('sha256').update(bytes).digest('hex') };
    }),
  );
}

/** In the forms that partners tell their errors in: each reads one of them. @param error where it is more than words */
function repeatAt(
  partner: string,
  isPush: (path: string) => boolean,
  error: (words: string) => unknown = (words) => words,
): Repeating {
  return {
    server: ({ partners }) => partners,
    isOurs: (path) => path.startsWith(`/${partner}/`),
    carriesDocument: ({ method, path }) => method === 'POST' && isPush(path),
    answer: (words) => ({
      mediaType: 'application/json',
      body: JSON.stringify({
        ...{ error: error(words), message: words, Message: words },
        ...{ codeRetour: 0, description: 'KO', listeErreurs: [{ erreur: 'REFUS', description: words }] },
      }),
    }),
  };
}

const codeAndMessage = (message: string) => ({ code: 'REFUS', message });

function wrongSecret(
  partner: string,
  what: string,
  field: string,
  value: string,
  words: string,
): WrongCredential {
  return {
    what,
    fill: (right) => ({ ...right, [field]: plant(`${partner}, ${what}`, value) }),
    ...{ code: 'credentials_refused', because: 'credentials_rejected' },
    fr: `${partner} a refusé ces identifiants. Vérifiez-les\u00a0: rien n’a changé.`,
    words,
  };
}

/** Somewhere that answers, and is not the partner. */
function wrongAddress(partner: string, path: string): WrongCredential {
  return {
    what: 'une adresse qui n’est pas la sienne',
    fill: (right, { partners }) => ({ ...right, address: `http://${partners.host}${path}` }),
    ...{ code: 'partner_unavailable', because: 'partner_unreadable' },
    fr: `${partner} a répondu par un contenu illisible. Rien n’a changé\u00a0: réessayez dans un instant.`,
  };
}

const malformed = (label: string, partner: string, key: string, shown: string, example: string) => ({
  key,
  fr: `«\u00a0${label}\u00a0» ne peut pas être ${shown} pour ${partner}. Exemple\u00a0: ${example}`,
});

function wrongDossier(partner: string, key: string, shown = key): ApplicationRow['wrongKey'] {
  return {
    ...{ key, noticed: 'when_connecting', because: 'dossier_unknown' },
    fr: `Ce client n’a pas été connecté. Le dossier ${shown} est introuvable chez ${partner}, ou le compte n’y a pas accès. Vérifiez la connexion de ce client.`,
  };
}

const at =
  (path: string) =>
  ({ partners }: World) =>
    `http://${partners.host}${path}`;

export const partnerRows: readonly ApplicationRow[] = [
  {
    ...{ id: 'inqom', partner: 'Inqom', siret: inqomSiret, key: '48211', keyLabel: 'Boulangerie Lecomte' },
    credentials: (world): Values => ({
      ...inqom,
      authAddress: at('/inqom')(world),
      apiAddress: at('/inqom')(world),
    }),
    wrong: [
      wrongSecret(
        'Inqom',
        'mauvais mot de passe',
        'password',
        'Presque & "Inqom" 4f1c',
        'invalid_username_or_password',
      ),
      wrongSecret('Inqom', 'mauvais Client Secret', 'clientSecret', 'inqom/secret+presque', 'invalid_client'),
    ],
    malformed: malformed('Dossier Inqom', 'Inqom', 'BOULANGERIE', 'BOULANGERIE', '48211'),
    wrongKey: wrongDossier('Inqom', '99999'),
    ...{ type: 'purchase', sample: 'plain-invoice.pdf', ends: 'delivered' },
    stands: { dossier: '48211', type: 'Supplier' },
    copies: (world) => copiesAt('inqom', world),
    secrets: [inqom.password, inqom.clientSecret],
    repeating: repeatAt('inqom', (path) => path.endsWith('/Documents/')),
  },
  {
    ...{
      id: 'myunisoft',
      partner: 'MyUnisoft',
      siret: myunisoftSiret,
      key: '1204',
      keyLabel: 'Garage du Lac',
    },
    credentials: (world) => ({
      apiKey: myunisoft.firmKey,
      thirdPartySecret: myunisoft.thirdPartySecret,
      address: at('/myunisoft/api/v1')(world),
    }),
    wrong: [
      wrongSecret(
        'MyUnisoft',
        'mauvaise clé',
        'apiKey',
        'mu.cabinet/presque+faux',
        'Clé d’API introuvable, révoquée ou expirée.',
      ),
      wrongSecret(
        'MyUnisoft',
        'mauvais secret partenaire',
        'thirdPartySecret',
        'mu.tiers/presque+faux',
        'L’en-tête X-Third-Party-Secret est inconnu.',
      ),
    ],
    malformed: malformed('Société MyUnisoft', 'MyUnisoft', 'GARAGE', 'GARAGE', '2123'),
    wrongKey: wrongDossier('MyUnisoft', '99999'),
    ...{ type: 'purchase', sample: facturX, ends: 'delivered' },
    stands: { dossier: '1204', type: '1' },
    copies: (world) => copiesAt('myunisoft', world),
    secrets: [myunisoft.firmKey, myunisoft.thirdPartySecret],
    repeating: repeatAt('myunisoft', (path) => path.includes('/invoice?'), codeAndMessage),
  },
  {
    ...{ id: 'myunisoft-societe', partner: 'MyUnisoft', key: myunisoft.companyKey, keyIsSecret: true },
    keyLabel: 'Librairie des Halles',
    // The third-party secret is the operator’s: the form does not ask for it.
    credentials: (world) => ({ address: at('/myunisoft/api/v1')(world) }),
    wrong: [wrongAddress('MyUnisoft', '/ailleurs')],
    malformed: malformed(
      'Clé de la société',
      'MyUnisoft',
      'courte',
      '•••',
      'eyJhbGciOiJIUzI1NiJ9.eyJzb2NpZXR5SWQiOjJ9.c2ln',
    ),
    wrongKey: wrongDossier(
      'MyUnisoft',
      plant('MyUnisoft, clé d’une autre société', 'mu.societe/presque+faux'),
      'Clé de la société',
    ),
    ...{ type: 'sales', sample: 'plain-invoice.pdf', ends: 'delivered' },
    stands: { dossier: '1205', type: '3' },
    copies: (world) => copiesAt('myunisoft', world),
    secrets: [myunisoft.thirdPartySecret],
    repeating: repeatAt('myunisoft', (path) => path.includes('/invoice?'), codeAndMessage),
  },
  {
    ...{ id: 'acd', partner: 'ACD', key: 'AUBE01', keyLabel: 'Menuiserie Aubertin' },
    credentials: (world) => ({ ...acd, address: at('/acd')(world) }),
    wrong: [
      wrongSecret(
        'ACD',
        'mauvais mot de passe',
        'password',
        'Presque & "i-Suite" 9e07',
        'Identifiant, mot de passe ou CNX incorrect.',
      ),
    ],
    malformed: malformed('Code dossier', 'ACD', 'AUBE 01', 'AUBE 01', 'ZZCCA'),
    wrongKey: wrongDossier('ACD', 'AUBE99'),
    ...{ type: 'purchase', sample: 'plain-invoice.pdf', ends: 'delivered' },
    stands: { dossier: 'AUBE01' },
    copies: (world) => copiesAt('acd', world),
    secrets: [acd.password],
    repeating: repeatAt('acd', (path) => path.includes('/panieres/documents')),
  },
  {
    ...{ id: 'cegid-loop', partner: 'Cegid Loop', key: 'BOULAN', keyLabel: 'Boulangerie Leroux' },
    credentials: (world) => ({ ...cegidLoop, address: at('/cegid-loop/loop-api-publiques')(world) }),
    wrong: [
      wrongSecret(
        'Cegid Loop',
        'mauvaise clé',
        'apiKey',
        'CEGID-PRESQUE:2c6f',
        'Access denied due to missing or invalid API key.',
      ),
    ],
    malformed: malformed('Code dossier', 'Cegid Loop', 'BOU/LAN', 'BOU/LAN', 'BOULANG01'),
    wrongKey: wrongDossier('Cegid Loop', 'BOULAN99'),
    ...{ type: 'purchase', sample: 'plain-invoice.pdf', ends: 'delivered' },
    stands: { dossier: 'BOULAN', type: 'PURCHASE' },
    copies: (world) => copiesAt('cegid-loop', world),
    secrets: [cegidLoop.apiKey],
    repeating: repeatAt('cegid-loop', (path) => path.includes('/storeDocument')),
  },
  {
    ...{ id: 'conciliator', partner: 'Conciliator', key: '003047', keyLabel: 'Garage du Centre' },
    credentials: (world) => ({ ...conciliator, address: at('/conciliator')(world) }),
    wrong: [
      wrongSecret('Conciliator', 'mauvaise clé', 'apiKey', 'conciliator/presque+faux', 'Invalid API key'),
    ],
    malformed: malformed('Identifiant du dossier', 'Conciliator', '003/047', '003/047', '003029'),
    wrongKey: wrongDossier('Conciliator', '3047'),
    ...{ type: 'purchase', sample: 'plain-invoice.pdf', ends: 'delivered' },
    stands: { dossier: '003047' },
    copies: (world) => copiesAt('conciliator', world),
    secrets: [conciliator.apiKey],
    repeating: repeatAt('conciliator', (path) => path.includes('/files/upload')),
  },
  {
    ...{ id: 'pennylane', partner: 'Pennylane', key: pennylane.token, keyIsSecret: true },
    keyLabel: 'Librairie des Halles',
    credentials: (world) => ({ address: at('/pennylane/api/external/v2')(world) }),
    wrong: [wrongAddress('Pennylane', '/ailleurs')],
    malformed: malformed('Jeton de l’entreprise', 'Pennylane', 'court', '•••', 'Xv3kT7pQ-m2LrW9sZ'),
    wrongKey: wrongDossier(
      'Pennylane',
      plant('Pennylane, jeton d’une autre entreprise', 'pennylane.presque/6e38'),
      '(Jeton de l’entreprise)',
    ),
    ...{ type: 'purchase', sample: facturX, ends: 'delivered' },
    stands: { dossier: '215001', type: 'supplier' },
    copies: (world) => copiesAt('pennylane', world),
    secrets: [],
    repeating: repeatAt('pennylane', (path) => path.includes('/imports')),
  },
];
