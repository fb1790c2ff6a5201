import {
  type Connector,
  findPlaced,
  placeDocument,
  type Receipt,
  readFields,
  remotePathOf,
  tryFolder,
} from '@navette/connector';
import { openCollection } from './collection.ts';
import { manifest } from './manifest.ts';

const { partner } = manifest;

/** A folder on a WebDAV server. How documents are placed, and what servers were tried: README.md. */
export const connector: Connector = {
  manifest,
  open(credentials, context) {
    const { address = '', username = '', password = '', template = '' } = readFields(manifest, credentials);
    const { files, look } = openCollection({ address, username, password }, context);
    return {
      async check(signal) {
        await look(signal);
        await tryFolder(files, signal);
        const { host, pathname } = new URL(address);
        return { identity: `${username} · ${host}${pathname}` };
      },

      async deliver(request, signal) {
        const path = remotePathOf(manifest, template, request);
        const { deliveryId, document } = request;
        const placed = await placeDocument(files, path, { partner, deliveryId, document }, signal);
        return receiptOf(placed.path);
      },

      async find(request, signal) {
        // No file is found in a folder that is not there, either.
        await look(signal);
        const path = await findPlaced(files, remotePathOf(manifest, template, request), request, signal);
        return path === null ? null : receiptOf(path);
      },

      close: async () => {},
    };
  },
};

export const connectors = [connector] as const;

/** Read back and compared, or found by comparing: nothing is left to confirm. */
function receiptOf(path: string): Receipt {
  return { partnerRef: path, state: 'confirmed' };
}
