import { type Connector, placeSession, readFields, tryFolder } from '@navette/connector';
import { openCollection } from './collection.ts';
import { manifest } from './manifest.ts';

const { partner } = manifest;

/** A folder on a WebDAV server. How documents are placed, and what servers were tried: README.md. */
export const connector: Connector = {
  manifest,
  open(credentials, context) {
    const { address = '', username = '', password = '', template = '' } = readFields(manifest, credentials);
    const { files, look } = openCollection({ address, username, password }, context);
    const place = placeSession({ manifest, files, template, partner });
    return {
      async check(signal) {
        await look(signal);
        await tryFolder(files, signal);
        const { host, pathname } = new URL(address);
        return { identity: `${username} · ${host}${pathname}` };
      },

      deliver: place.deliver,

      async find(request, signal) {
        // No file is found in a folder that is not there, either.
        await look(signal);
        return place.find(request, signal);
      },

      close: async () => {},
    };
  },
};

export const connectors = [connector] as const;
