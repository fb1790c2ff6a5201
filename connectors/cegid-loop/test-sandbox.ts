/** The suite's partner for Cegid Loop: the sandbox. Its rate is not what is tested here, and the suite sends random bytes. */
import { type SandboxPartner, sandboxHarness } from '@navette/connector/conformance';

const apiKey = 'CABINET-TEST:cle & "secrete" 1';

const cegidLoop: SandboxPartner = {
  name: 'cegid-loop',
  seed: {
    credentials: { apiKey },
    dossiers: [{ code: 'BOULANG01', name: 'Boulangerie', siret: '73282932000074' }],
    behaviour: { anyFormat: true },
  },
  credentialsAt: (url) => ({ apiKey, address: `${url}/loop-api-publiques` }),
  clientKey: 'BOULANG01',
  unknownClientKey: 'NULLEPART',
  keepsDeliveryId: false,
  dossierOrder: ({ key, name, siren, nic }) => ({ code: key, name, siret: `${siren ?? ''}${nic ?? ''}` }),
};

export const harness = sandboxHarness(cegidLoop, {
  skips: {
    'an account without dossiers has an empty list': 'the sandbox has one key, that of its dossiers',
    'a dossier that the partner shows twice is listed once': 'the sandbox gives each dossier once',
  },
});
