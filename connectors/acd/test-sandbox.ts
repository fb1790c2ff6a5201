/** The suite's partner for ACD: the sandbox, which takes the random bytes that the suite sends. */
import { type SandboxPartner, sandboxHarness } from '@navette/connector/conformance';

const account = { identifiant: 'NAVETTE', motDePasse: 'Mot de passe & "secret" 1' };
const emptyAccount = { identifiant: 'NOUVEAU', motDePasse: 'Mot de passe & "secret" 2', dossiers: [] };

const acd: SandboxPartner = {
  name: 'acd',
  seed: {
    credentials: { cnx: 'CNX', accounts: [account, emptyAccount] },
    dossiers: [{ code: 'BOUL', name: 'Boulangerie', siret: '73282932000074' }],
    behaviour: { anyFormat: true },
  },
  credentialsAt: (address) => ({ address, username: account.identifiant, password: account.motDePasse }),
  emptyCredentialsAt: (address) => ({
    address,
    username: emptyAccount.identifiant,
    password: emptyAccount.motDePasse,
  }),
  clientKey: 'BOUL',
  unknownClientKey: 'RIEN',
  keepsDeliveryId: false,
  dossierOrder: ({ key, name, siren, nic }) => ({ code: key, name, siret: `${siren ?? ''}${nic ?? ''}` }),
};

export const harness = sandboxHarness(acd, {
  skips: { 'a dossier that the partner shows twice is listed once': 'the sandbox gives each dossier once' },
});
