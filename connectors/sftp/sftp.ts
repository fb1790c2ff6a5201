import {
  type Connector,
  type ConnectorContext,
  type Credentials,
  keepConnection,
  placeSession,
  type Session,
  tryFolder,
} from '@navette/connector';
import { connectSftp } from './connection.ts';
import { openFiles } from './files.ts';
import { manifest } from './manifest.ts';
import { readSettings } from './settings.ts';

/** A folder of an SFTP server. What it reaches, its limits and how sure the facts are: README.md. */
export const connector: Connector = { manifest, open };

function open(credentials: Credentials, context: ConnectorContext): Session {
  const settings = readSettings(credentials);
  const { host, port, username, folder, template } = settings;
  // A server that was seen is held to for the whole session, even where nothing is pinned yet.
  let knownKey = settings.hostKey;
  const kept = keepConnection(async (signal) => {
    const connection = await connectSftp(context, settings, knownKey, signal);
    knownKey = connection.hostKey;
    return connection;
  });
  const files = openFiles(kept, settings);
  return {
    async check(signal) {
      await tryFolder(files, signal);
      const server = port === 22 ? host : `${host}:${port}`;
      const identity = `${username}@${server}${folder === '' ? '' : `, ${folder}`} (${knownKey})`;
      return settings.hostKey === '' ? { identity, learned: { hostKey: knownKey } } : { identity };
    },
    ...placeSession({ manifest, files, template, partner: host }),
    close: () => kept.close(),
  };
}

export const connectors = [connector] as const;
