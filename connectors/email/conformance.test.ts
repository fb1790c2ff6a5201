import { runConformance } from '@navette/connector/conformance';
import { connectors } from './email.ts';
import { mailHarness } from './test-harness.ts';

for (const connector of connectors) {
  const { manifest } = connector;
  const clientKey = manifest.clientKey.example;
  runConformance(connector, mailHarness(manifest, { clientKey, unknownClientKey: `inconnu-${clientKey}` }));
}
