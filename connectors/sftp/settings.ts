import { type Credentials, readFields } from '@navette/connector';
import { manifest } from './manifest.ts';

/** The values of the form, ready to use. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly privateKey: string;
  readonly passphrase: string;
  /** Without a slash at its end; empty for where the account arrives. */
  readonly folder: string;
  readonly template: string;
  /** `SHA256:…`; empty until the first test. */
  readonly hostKey: string;
  /** What no error may repeat. */
  readonly secrets: readonly string[];
}

export function readSettings(credentials: Credentials): Settings {
  const given = readFields(manifest, credentials);
  const { host = '', username = '', password = '', privateKey = '', passphrase = '', template = '' } = given;
  return {
    ...{ host, username, password, passphrase, template },
    port: Number(given.port),
    // A key that was pasted often lacks its last line break, which some formats need.
    privateKey: privateKey.trim() === '' ? '' : `${privateKey.trim()}\n`,
    folder: given.folder === '/' ? '/.' : (given.folder ?? '').replace(/\/+$/, ''),
    hostKey: (given.hostKey ?? '').replace(/=+$/, ''),
    secrets: [password, privateKey, passphrase].filter((each) => each !== ''),
  };
}
