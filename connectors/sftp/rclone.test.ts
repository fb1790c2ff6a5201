/** The suite once more, with a server that reads the protocol in its own way. */
import { runConformance } from '@navette/connector/conformance';
import { describe } from 'vitest';
import { connector } from './sftp.ts';
import { sftpHarness } from './test-harness.ts';
import { canRunRclone, startRclone } from './test-rclone.ts';

describe.skipIf(!canRunRclone)('rclone', () => {
  runConformance(connector, sftpHarness(startRclone));
});
