import { type Credentials, readFields } from '@navette/connector';
import { manifest } from './manifest.ts';

export type Settings = ReturnType<typeof readSettings>;

/** The values of the form, ready to use; empty for what was not given. No error may repeat `secrets`. */
export function readSettings(credentials: Credentials) {
  const given = readFields(manifest, credentials);
  const { host = '', username = '', password = '', privateKey = '', passphrase = '', template = '' } = given;
  return {
    ...{ host, username, password, passphrase, template },
    port: Number(given.port),
    // A key that was pasted often lacks its last line break, which some formats need.
    privateKey: privateKey.trim() === '' ? '' : `${privateKey.trim()}\n`,
    // Without a slash at its end; empty for where the account arrives.
    folder: given.folder === '/' ? '/.' : (given.folder ?? '').replace(/\/+$/, ''),
    hostKey: (given.hostKey ?? '').replace(/=+$/, ''),
    secrets: [password, privateKey, passphrase].filter((each) => each !== ''),
  };
}
