/** The suite's partner for Conciliator: the sandbox, which takes the random bytes that the suite sends. */
import { type SandboxPartner, sandboxHarness } from '@navette/connector/conformance';

const apiKey = 'cle & "secrete" de test 1';

const conciliator: SandboxPartner = {
  name: 'conciliator',
  seed: {
    credentials: { apiKey },
    dossiers: [{ identifier: '003031', name: 'Boulangerie', siret: '73282932000074' }],
    behaviour: { anyFormat: true },
  },
  credentialsAt: (address) => ({ apiKey, address }),
  clientKey: '003031',
  unknownClientKey: '999999',
  keepsDeliveryId: false,
  dossierOrder: ({ key, name, siren, nic }) => ({
    identifier: key,
    name,
    siret: `${siren ?? ''}${nic ?? ''}`,
  }),
};

export const harness = sandboxHarness(conciliator, {
  skips: {
    'an account without dossiers has an empty list': 'the sandbox has one key, that of its dossiers',
    'a dossier that the partner shows twice is listed once': 'the sandbox gives each dossier once',
  },
});
