/** The suite once more, with a server that reads the protocol in its own way. */
import { runConformance } from '@navette/connector/conformance';
import { davHarness } from './test-harness.ts';
import { startLighttpd } from './test-servers.ts';
import { connector } from './webdav.ts';

runConformance(connector, davHarness(startLighttpd));
