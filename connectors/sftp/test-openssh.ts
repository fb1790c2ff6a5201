/** A real OpenSSH with the tests' account. */
import * as servers from '@navette/testkit';

export { canRunOpenSsh, type SshServer } from '@navette/testkit';

export const account = { username: 'navette-essai', password: 'mot:de passe & "é"' } as const;
export const passphrase = 'une phrase & "secrète"';

export const startOpenSsh = (options?: servers.SshOptions) =>
  servers.startOpenSsh({ ...account, passphrase }, options);
