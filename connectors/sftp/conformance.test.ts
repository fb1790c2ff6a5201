import { runConformance } from '@navette/connector/conformance';
import { describe } from 'vitest';
import { connector } from './sftp.ts';
import { sftpHarness } from './test-harness.ts';
import { account, canRunOpenSsh, passphrase, startOpenSsh } from './test-openssh.ts';

const { username } = account;

describe.skipIf(!canRunOpenSsh)('OpenSSH', () => {
  runConformance(
    connector,
    sftpHarness(async () => {
      const server = await startOpenSsh();
      const { privateKey, encryptedKey } = server;
      return Object.assign(server, {
        credentials: account,
        otherCredentials: [
          { username, privateKey },
          { username, privateKey: encryptedKey, passphrase },
        ],
      });
    }),
  );
});
