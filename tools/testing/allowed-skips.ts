/** A test that may be skipped, and when. Every other skipped test fails the run. */
export interface AllowedSkip {
  /** Start of the test file's path, from the top of the repository. */
  readonly file: string;
  /** Start of the test's full name; without it, all the tests of the file. */
  readonly test?: string;
  readonly reason: string;
  /** Whether the reason holds in this run. In CI everything is installed, so nothing that needs a program may be skipped. */
  readonly holds: (environment: NodeJS.ProcessEnv) => boolean;
}

const isRoot = process.getuid?.() === 0;

/** Of those that `npm test` found or installed (tools/launch/test-servers.mjs). */
function hasTestServer(environment: NodeJS.ProcessEnv, name: string): boolean {
  return environment.NAVETTE_TEST_SERVERS?.split(',').includes(name) === true;
}

export const allowedSkips: readonly AllowedSkip[] = [
  {
    file: 'apps/server/src/database/start-mode.test.ts',
    test: 'as root where user namespaces are allowed',
    reason: 'needs root, on a kernel that allows user namespaces',
    holds: (environment) => !isRoot || !environment.CI,
  },
  {
    file: 'apps/server/src/database/start-mode.test.ts',
    test: 'as root',
    reason: 'needs root',
    holds: () => !isRoot,
  },
  {
    file: 'apps/server/src/documents/disk-full.test.ts',
    reason: 'needs root on Linux, to mount a small disk',
    holds: () => !isRoot || process.platform !== 'linux',
  },
  ...['mailboxes', 'read-mailbox'].map((name) => ({
    file: `apps/server/src/bounces/${name}`,
    reason: 'needs Dovecot, which only root can install and run',
    holds: (environment: NodeJS.ProcessEnv) => !environment.CI,
  })),
  {
    file: 'connectors/email/postfix',
    reason: 'needs Postfix, which only root can install and run',
    holds: (environment) => !environment.CI,
  },
  {
    file: 'connectors/s3/',
    reason: 'needs an S3 server, which can be fetched on Debian only',
    holds: (environment) => !environment.CI && !environment.NAVETTE_RADOSGW,
  },
  {
    file: 'connectors/webdav/',
    reason: 'needs apache2, lighttpd and rclone, which only root can install',
    holds: (environment) => !environment.CI,
  },
  {
    file: 'packages/connector/src/files/guarded-files.test.ts',
    reason: 'needs root on Linux, to mount small disks and to act as another user; or pipes with a name',
    holds: () => !isRoot || process.platform !== 'linux',
  },
  {
    file: 'connectors/sftp/rclone.test.ts',
    reason: 'needs rclone, which only root can install',
    holds: (environment) => !environment.CI && !hasTestServer(environment, 'rclone'),
  },
  {
    file: 'connectors/sftp/',
    reason: 'needs root on Linux, to start an OpenSSH with an account of its own',
    holds: (environment) =>
      !isRoot || process.platform !== 'linux' || (!environment.CI && !hasTestServer(environment, 'sshd')),
  },
  ...['sftp', 'webdav'].map((test) => ({
    ...{ file: 'e2e/applications', test },
    reason: 'needs OpenSSH and apache2, which only root can install',
    holds: (environment: NodeJS.ProcessEnv) => !environment.CI,
  })),
  {
    ...{ file: 'e2e/applications', test: 's3' },
    reason: 'needs an S3 server, which can be fetched on Debian only, and rclone',
    holds: (environment) => !environment.CI,
  },
  {
    ...{ file: 'e2e/applications', test: 'what was planted as a secret > is in no page' },
    reason: 'needs a Chromium, which only root can install',
    holds: (environment) => !environment.CI && !environment.NAVETTE_CHROMIUM,
  },
  {
    file: 'e2e/preview',
    reason: 'needs a Chromium, which only root can install',
    holds: (environment) => !environment.CI && !environment.NAVETTE_CHROMIUM,
  },
  {
    file: 'e2e/browser',
    reason: 'needs a Chromium, which only root can install',
    holds: (environment) => !environment.CI && !environment.NAVETTE_CHROMIUM,
  },
];
