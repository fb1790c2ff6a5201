import {
  type Connector,
  type ConnectorContext,
  type Credentials,
  placeSession,
  readFields,
  type Session,
  tryFolder,
} from '@navette/connector';
import { manifest } from './manifest.ts';

const { partner } = manifest;

/** A folder of the server, or of a share mounted on it. What it does and does not: README.md. */
export const connector: Connector = { manifest, open };

function open(credentials: Credentials, context: ConnectorContext): Session {
  const { folder = '', template = '' } = readFields(manifest, credentials);
  const files = context.files.open(folder, partner);
  return {
    async check(signal) {
      await tryFolder(files, signal);
      return { identity: folder };
    },
    ...placeSession({ manifest, files, template, partner }),
    async close() {},
  };
}

export const connectors = [connector] as const;
