/** The suite's partner for Pennylane: the sandbox, which takes the random bytes that the suite sends as electronic invoices. */
import { makeDocument, type SandboxPartner, sandboxHarness } from '@navette/connector/conformance';

const token = 'jeton-de-test-"secret"&1';
const companyId = 22001;

const pennylane: SandboxPartner = {
  name: 'pennylane',
  seed: {
    dossiers: [{ id: companyId, name: 'Boulangerie', siren: '732829320', token }],
    behaviour: { anyFormat: true, requestsPer5Seconds: 100_000 },
  },
  credentialsAt: (url) => ({ address: `${url}/api/external/v2` }),
  clientKey: token,
  unknownClientKey: 'jeton-que-personne-ne-connait',
  clientKeyOf: (dossier) => (dossier === String(companyId) ? token : dossier),
  keepsDeliveryId: false,
  more: {
    makeDocument: (sizeBytes, options) => makeDocument(sizeBytes, { eInvoice: 'factur-x', ...options }),
  },
};

export const harness = sandboxHarness(pennylane);
