import { runConformance } from '@navette/connector/conformance';
import { describe } from 'vitest';
import { davHarness } from './test-harness.ts';
import { hasApache, startApache } from './test-servers.ts';
import { connector } from './webdav.ts';

describe.skipIf(!hasApache)('apache2', () => {
  runConformance(connector, davHarness(startApache));
});
