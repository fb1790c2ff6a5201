/** The suite's partner for Inqom: the sandbox. Its rate is not what is tested here, and the suite sends random bytes. */
import { type SandboxPartner, sandboxHarness } from '@navette/connector/conformance';

const account = { username: 'systeme@cabinet.example', password: 'Motdepasse & secret 1' };
const emptyAccount = {
  username: 'nouveau@cabinet.example',
  password: 'Motdepasse & secret 2',
  seesDossiers: [],
};
const client = { id: 'client-de-test', secret: 'secret+de/test=1' };
const companyId = 3107;

const inqom: SandboxPartner = {
  name: 'inqom',
  seed: {
    client,
    accounts: [account, emptyAccount],
    companies: [
      {
        id: companyId,
        name: 'Cabinet de test',
        access: 'Company',
        dossiers: [{ id: 48211, name: 'Boulangerie', siren: '732829320', nic: '00074' }],
      },
      {
        id: 3108,
        name: 'Entreprise seule',
        access: 'Pme',
        dossiers: [{ id: 48301, name: 'Entreprise seule', siren: '404833048', nic: null }],
      },
    ],
    behaviour: { requestsPerSecond: 10_000, anyFormat: true, duplicateAfterMs: 300, processingAfterMs: 100 },
  },
  credentialsAt: (address) => credentialsOf(account, address),
  emptyCredentialsAt: (address) => credentialsOf(emptyAccount, address),
  clientKey: '48211',
  unknownClientKey: '1',
  keepsDeliveryId: true,
  dossierOrder: ({ key, name, siren, nic }) => ({
    id: Number(key),
    companyId,
    name,
    siren: siren ?? '',
    nic,
  }),
};

function credentialsOf({ username, password }: typeof account, address: string) {
  return {
    username,
    password,
    clientId: client.id,
    clientSecret: client.secret,
    authAddress: address,
    apiAddress: address,
  };
}

export const harness = sandboxHarness(inqom, {
  skips: {
    'a dossier that the partner shows twice is listed once':
      'the sandbox gives each dossier once; shown in inqom.test.ts',
  },
});
