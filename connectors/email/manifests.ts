/** The applications by collect e-mail. The facts, and how sure each is, stand in README.md. */
import { type Manifest, mailboxPattern } from '@navette/connector';
import { addressKey, collectManifest, generatedKey, limitsOf } from './collect-manifest.ts';
import { dextFormats, pdfAndImages } from './formats.ts';

const dextLimits = { ...limitsOf(dextFormats), maxImageBytes: 6_000_000 };

const dextInstructions = {
  fr: 'Proposée d’après le nom du client\u00a0: dans Dext, ouvrez ce client, puis ses réglages de collecte par e-mail, et donnez-lui la même adresse, sans «\u00a0+ventes\u00a0». Si Dext en montre une autre, copiez-la ici.',
  en: 'Proposed from the client’s name: in Dext, open this client, then its e-mail collection settings, and give it the same address, without “+ventes”. If Dext shows another one, copy it here.',
};

export const dextAchats = collectManifest({
  id: 'email-dext-achats',
  name: 'Dext Achats',
  partner: 'Dext',
  summary: {
    fr: 'Envoie achats et notes de frais à l’adresse de collecte Dext du client.',
    en: 'Sends purchases and expense notes to the client’s collect address at Dext.',
  },
  // The sales address of the same client differs by these letters alone, and takes what it is sent.
  clientKey: {
    ...addressKey('boulangerie.dupont@dext.cc', `(?![^@]*\\+ventes@)${mailboxPattern}`),
    ...generatedKey('{client}@dext.cc', dextInstructions),
  },
  addresses: [
    { type: 'purchase', address: '{key}' },
    { type: 'expense', address: '{key}' },
  ],
  limits: dextLimits,
  confidence: 'B',
});

export const dextVentes = collectManifest({
  id: 'email-dext-ventes',
  name: 'Dext Ventes',
  partner: 'Dext',
  summary: {
    fr: 'Envoie les ventes à l’adresse de collecte Dext du client.',
    en: 'Sends sales to the client’s collect address at Dext.',
  },
  clientKey: {
    ...addressKey('boulangerie.dupont+ventes@dext.cc', `(?=[^@]*\\+ventes@)${mailboxPattern}`),
    ...generatedKey('{client}+ventes@dext.cc', dextInstructions),
  },
  addresses: [{ type: 'sales', address: '{key}' }],
  limits: dextLimits,
  confidence: 'B',
});

export const pennylane = collectManifest({
  id: 'email-pennylane',
  name: 'Pennylane',
  partner: 'Pennylane',
  summary: {
    fr: 'Envoie achats et ventes aux adresses de collecte Pennylane du client.',
    en: 'Sends purchases and sales to the client’s collect addresses at Pennylane.',
  },
  clientKey: {
    kind: 'code',
    label: { fr: 'Identifiant de collecte', en: 'Collect name' },
    help: {
      fr: 'Ce qui précède @suppliers.pennylane.com dans l’adresse de collecte\u00a0: entreprise-xxxx.',
      en: 'What stands before @suppliers.pennylane.com in the collect address: entreprise-xxxx.',
    },
    pattern: '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?',
    example: 'boulangerie-dupont-a1b2',
    checked: 'when_sending',
  },
  addresses: [
    { type: 'purchase', address: '{key}@suppliers.pennylane.com' },
    { type: 'sales', address: '{key}@customers.pennylane.com' },
  ],
  limits: limitsOf(pdfAndImages),
  confidence: 'A',
  notes: [
    {
      fr: 'Pennylane attend un document par fichier\u00a0: découpez les numérisations en lot avant de les déposer.',
      en: 'Pennylane expects one document per file: split batch scans before you drop them.',
    },
  ],
});

export const inqom = collectManifest({
  id: 'email-inqom',
  name: 'Inqom (e-mail)',
  partner: 'Inqom',
  summary: {
    fr: 'Envoie les documents aux adresses de collecte Inqom du client, une par type.',
    en: 'Sends documents to the client’s collect addresses at Inqom, one for each type.',
  },
  clientKey: {
    kind: 'code',
    label: { fr: 'Nom de collecte de l’entreprise', en: 'Company’s collect name' },
    help: {
      fr: 'Ce qui suit «\u00a0achat.\u00a0» dans l’adresse de collecte\u00a0: achat.boulangerie@inqombox.com donne boulangerie.',
      en: 'What follows “achat.” in the collect address: achat.boulangerie@inqombox.com gives boulangerie.',
    },
    pattern: '[a-z0-9]([a-z0-9._-]{0,50}[a-z0-9])?',
    ...generatedKey('{client}', {
      fr: 'Proposé d’après le nom du client\u00a0: dans Inqom, ouvrez les adresses de collecte de ce dossier et donnez-leur ce nom (achat.…@inqombox.com). Si Inqom en montre un autre, copiez-le ici. Autorisez-y aussi l’adresse d’envoi du cabinet.',
      en: 'Proposed from the client’s name: in Inqom, open the collect addresses of this dossier and give them this name (achat.…@inqombox.com). If Inqom shows another one, copy it here. Allow the firm’s sending address there too.',
    }),
    example: 'boulangerie',
    checked: 'when_sending',
  },
  addresses: [
    { type: 'purchase', address: 'achat.{key}@inqombox.com' },
    { type: 'sales', address: 'vente.{key}@inqombox.com' },
    { type: 'expense', address: 'ndf.{key}@inqombox.com' },
    { type: 'administrative', address: 'admin.{key}@inqombox.com' },
  ],
  limits: limitsOf([...pdfAndImages, 'image/tiff']),
  confidence: 'A',
});

const megAchats = collectManifest({
  id: 'email-meg-achats',
  name: 'MEG Achats',
  partner: 'MEG',
  summary: {
    fr: 'Envoie les achats à l’adresse de collecte MEG du client.',
    en: 'Sends purchases to the client’s collect address at MEG.',
  },
  clientKey: addressKey('boulangerie@collecte.exemple.fr'),
  addresses: [
    { type: 'purchase', address: '{key}', confirmed: false },
    { type: 'expense', address: '{key}', confirmed: false },
  ],
  limits: limitsOf(pdfAndImages),
  confidence: 'C',
});

export const amicompta = collectManifest({
  id: 'email-amicompta',
  name: 'AmiCompta',
  partner: 'AmiCompta',
  summary: {
    fr: 'Envoie les documents à l’adresse de collecte AmiCompta du client.',
    en: 'Sends documents to the client’s collect address at AmiCompta.',
  },
  clientKey: addressKey('association@collecte.exemple.fr'),
  addresses: [
    { type: 'purchase', address: '{key}', confirmed: false },
    { type: 'sales', address: '{key}', confirmed: false },
    { type: 'expense', address: '{key}', confirmed: false },
    { type: 'administrative', address: '{key}', confirmed: false },
    { type: 'other', address: '{key}', confirmed: false },
  ],
  limits: limitsOf(pdfAndImages),
  confidence: 'C',
});

export const generic = collectManifest({
  id: 'email',
  name: 'E-mail de collecte',
  partner: 'E-mail de collecte',
  summary: {
    fr: 'Envoie les documents, un par message, à l’adresse donnée pour chaque client.',
    en: 'Sends documents, one for each message, to the address given for each client.',
  },
  clientKey: addressKey('factures@exemple.fr'),
  addresses: [
    { type: 'purchase', address: '{key}' },
    { type: 'sales', address: '{key}' },
    { type: 'expense', address: '{key}' },
    { type: 'administrative', address: '{key}' },
    { type: 'other', address: '{key}' },
  ],
  limits: limitsOf(['*']),
  confidence: 'C',
});

export const manifests: readonly Manifest[] = [
  dextAchats,
  dextVentes,
  pennylane,
  inqom,
  megAchats,
  amicompta,
  generic,
];
