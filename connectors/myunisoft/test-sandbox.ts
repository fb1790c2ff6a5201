/** The suite's partners for MyUnisoft: the sandbox, with a key of the firm or one per company. Its rate is not what is tested here. */
import {
  type DocumentShape,
  makeDocument,
  type SandboxPartner,
  sandboxHarness,
} from '@navette/connector/conformance';

const thirdPartySecret = 'secret-tiers & "de test"';
const firmKey = 'cle-du-cabinet-de-test';
const emptyKey = 'cle-d-un-cabinet-sans-societe';
const companyKey = 'cle-de-la-societe-2123';
const societyId = 2123;

const seed = {
  credentials: {
    thirdPartySecret,
    keys: [
      { key: firmKey, name: 'Navette' },
      { key: companyKey, name: 'Navette', society: societyId },
      { key: emptyKey, name: 'Navette', firm: 'nouveau', activated: true },
    ],
  },
  dossiers: [{ id: societyId, name: 'Boulangerie', siret: '73282932000074' }],
  behaviour: { anyFormat: true, requestsPer10s: 100_000, concurrentPerRoute: 1_000 },
};

/** MyUnisoft looks for the XML that a document announced as a Factur-X carries. */
const facturX: DocumentShape = {
  mediaType: 'application/pdf',
  extension: 'pdf',
  start: [
    '%PDF-1.7',
    '1 0 obj <</Type/Filespec/F(factur-x.xml)/EF<</F 2 0 R>>>> endobj',
    '2 0 obj <</Type/EmbeddedFile/Subtype/text#2Fxml>> stream',
    '',
  ].join('\n'),
};

const common: Pick<SandboxPartner, 'name' | 'seed' | 'keepsDeliveryId' | 'more'> = {
  name: 'myunisoft',
  seed,
  keepsDeliveryId: false,
  more: {
    makeDocument: (sizeBytes, options) =>
      makeDocument(sizeBytes, options.eInvoice === 'factur-x' ? { shape: facturX, ...options } : options),
  },
};
const addressOf = (url: string) => `${url}/api/v1`;

const ofFirm: SandboxPartner = {
  ...common,
  credentialsAt: (url) => ({ apiKey: firmKey, thirdPartySecret, address: addressOf(url) }),
  emptyCredentialsAt: (url) => ({ apiKey: emptyKey, thirdPartySecret, address: addressOf(url) }),
  clientKey: String(societyId),
  unknownClientKey: '999999',
  dossierOrder: ({ key, name, siren, nic }) => ({
    id: Number(key),
    name,
    siret: `${siren ?? ''}${nic ?? ''}`,
  }),
};

const ofCompany: SandboxPartner = {
  ...common,
  credentialsAt: (url) => ({ thirdPartySecret, address: addressOf(url) }),
  clientKey: companyKey,
  unknownClientKey: 'cle-que-personne-ne-connait',
  clientKeyOf: (dossier) => (dossier === String(societyId) ? companyKey : dossier),
};

export const firmHarness = sandboxHarness(ofFirm, {
  skips: { 'a dossier that the partner shows twice is listed once': 'the sandbox gives each company once' },
});

export const companyHarness = sandboxHarness(ofCompany);
