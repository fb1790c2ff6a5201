/** The accounts of the firm wherever its documents go, each secret planted, and the seed that makes the sandbox know them. */
import { plant } from './planted-secrets.ts';

export const inqom = {
  username: 'systeme@cabinet.example',
  password: plant('Inqom, mot de passe', 'Ouistiti & "Inqom" 4f1c €'),
  clientId: 'navette-essai',
  clientSecret: plant('Inqom, Client Secret', 'inqom/secret+8d21=client'),
};

export const myunisoft = {
  firmKey: plant('MyUnisoft, clé du cabinet', 'mu.cabinet/7b90+ouistiti='),
  companyKey: plant('MyUnisoft, clé de la société', 'mu.societe/51de+ouistiti='),
  thirdPartySecret: plant('MyUnisoft, secret partenaire', 'mu.tiers/c3a8+editeur=ok'),
};

export const acd = {
  username: 'NAVETTE',
  password: plant('ACD, mot de passe', 'Ouistiti & "i-Suite" 9e07 é'),
};

export const cegidLoop = { apiKey: plant('Cegid Loop, clé', 'CEGID-OUISTITI:2c6f/secret+loop') };

export const conciliator = { apiKey: plant('Conciliator, clé', 'conciliator/ouistiti+a914=cle') };

export const pennylane = { token: plant('Pennylane, jeton', 'pennylane.ouistiti/6e38+jeton=') };

export const mailAccount = {
  user: 'navette@cabinet.example',
  pass: plant('serveur SMTP, mot de passe', 'Ouistiti & "SMTP" 0b5a é'),
};

export const davAccount = {
  username: 'compta',
  password: plant('WebDAV, mot de passe', 'Ouistiti & "WebDAV" 8e44 é'),
};

export const bucketAccount = {
  name: 'cabinet',
  accessKeyId: 'CLEDUCABINET00000001',
  secretAccessKey: plant('S3, clé secrète', 'ouistiti/bucket+5c1b=cabinet'),
};
export const bucketName = 'pieces-du-cabinet';

export const sshAccount = {
  username: 'navette-pieces',
  password: plant('SFTP, mot de passe', 'Ouistiti & "SFTP" d703 é'),
  passphrase: plant('SFTP, phrase secrète', 'Ouistiti & "phrase" 19ab é'),
};

export const webhookSecret = (words: string) => `whsec_${Buffer.from(words).toString('base64')}`;

export const webhookAccount = {
  secret: plant('webhook, secret', webhookSecret('ouistiti, secret de signature 7d')),
  authorization: plant('webhook, en-tête Authorization', 'Bearer ouistiti/webhook+f20e='),
  clients: ['LECOMTE'],
};

/** SIRETs that partners know, of clients whose key is found by them. */
export const inqomSiret = '48213377400018';
export const myunisoftSiret = '79154020600012';

/** One dossier that is open for each partner, beside others. */
export const partnersSeed = {
  inqom: {
    client: { id: inqom.clientId, secret: inqom.clientSecret },
    accounts: [{ username: inqom.username, password: inqom.password }],
    companies: [
      {
        ...{ id: 3107, name: 'Morvan & Associés', access: 'Company' },
        dossiers: [
          { id: 48210, name: 'Garage du Lac', siren: '791540206', nic: '00012' },
          { id: 48211, name: 'Boulangerie Lecomte', siren: '482133774', nic: '00018' },
        ],
      },
    ],
    behaviour: { requestsPerSecond: 1_000, processingAfterMs: 50, doneAfterMs: 100 },
  },
  myunisoft: {
    credentials: {
      thirdPartySecret: myunisoft.thirdPartySecret,
      keys: [
        { key: myunisoft.firmKey, name: 'Navette – cabinet' },
        { key: myunisoft.companyKey, name: 'Navette – Librairie des Halles', society: 1205 },
      ],
    },
    dossiers: [
      { id: 1204, name: 'Garage du Lac', siret: myunisoftSiret },
      { id: 1205, name: 'Librairie des Halles', siret: '83320911700013' },
    ],
    behaviour: { requestsPer10s: 1_000 },
  },
  acd: {
    credentials: {
      cnx: 'CNX',
      accounts: [{ identifiant: acd.username, motDePasse: acd.password, email: 'navette@cabinet.example' }],
    },
    dossiers: [
      { code: 'AUBE01', name: 'Menuiserie Aubertin', siret: '51626105400014' },
      { code: 'ROCH01', name: 'Pharmacie Saint-Roch', siret: '90417736700011' },
    ],
  },
  'cegid-loop': {
    credentials: { apiKey: cegidLoop.apiKey },
    dossiers: [
      { code: 'BOULAN', name: 'Boulangerie Leroux' },
      { code: 'MENPER', name: 'Menuiserie Perrin' },
    ],
  },
  conciliator: {
    credentials: { apiKey: conciliator.apiKey },
    dossiers: [
      { identifier: '003029', name: 'Atelier Portalis' },
      { identifier: '003047', name: 'Garage du Centre' },
    ],
  },
  pennylane: {
    dossiers: [
      { id: 215001, name: 'Librairie des Halles', siren: '833209117', token: pennylane.token },
      { id: 215002, name: 'Garage du Lac', siren: '791540206', token: 'jeton-pennylane-du-garage' },
    ],
    behaviour: { requestsPer5Seconds: 1_000 },
  },
};
