/** The suite once more, with servers that read the protocol in their own ways. */
import { runConformance } from '@navette/connector/conformance';
import { describe } from 'vitest';
import { davHarness } from './test-harness.ts';
import { hasLighttpd, hasRclone, startLighttpd, startRclone } from './test-servers.ts';
import { connector } from './webdav.ts';

describe.skipIf(!hasLighttpd)('lighttpd', () => {
  runConformance(connector, davHarness(startLighttpd));
});

describe.skipIf(!hasRclone)('rclone', () => {
  runConformance(connector, davHarness(startRclone));
});
