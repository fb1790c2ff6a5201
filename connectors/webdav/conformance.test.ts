import { runConformance } from '@navette/connector/conformance';
import { davHarness } from './test-harness.ts';
import { startApache } from './test-servers.ts';
import { connector } from './webdav.ts';

runConformance(connector, davHarness(startApache));
