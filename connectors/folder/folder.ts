import {
  type Connector,
  type ConnectorContext,
  type Credentials,
  findPlaced,
  placeDocument,
  type Receipt,
  readFields,
  remotePathOf,
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

    async deliver(request, signal) {
      const path = remotePathOf(manifest, template, request);
      const placed = await placeDocument(files, path, { ...request, partner }, signal);
      return receiptOf(placed.path);
    },

    async find(request, signal) {
      const path = await findPlaced(files, remotePathOf(manifest, template, request), request, signal);
      return path === null ? null : receiptOf(path);
    },

    async close() {},
  };
}

/** What was read back under its name is there: there is nothing more to wait for. */
function receiptOf(path: string): Receipt {
  return { partnerRef: path, state: 'confirmed' };
}

export const connectors = [connector] as const;
