import { type Connector, readFields } from '@navette/connector';
import { type Access, listDossiers } from './dossiers.ts';
import { manifest } from './manifest.ts';
import { storeDocument } from './push.ts';
import { asUnverified, verifyDossiers } from './verified-dossiers.ts';

/** Cegid Loop's public API. What it reaches, its limits and how sure the facts are: README.md. */
export const connector: Connector = {
  manifest,
  open(credentials, context) {
    const { apiKey = '', address = '' } = readFields(manifest, credentials);
    const access: Access = { apiKey, address, context };
    const dossiers = verifyDossiers(access);
    return {
      async check(signal) {
        let count = 0;
        for await (const page of listDossiers(access, signal)) count += page.length;
        return { identity: `${count} dossiers` };
      },
      async checkClientKey(key, signal) {
        return { label: (await dossiers.verify(key, signal)).name };
      },
      listDossiers: (signal) => listDossiers(access, signal),
      async deliver(request, signal) {
        const { clientKey } = request;
        await dossiers.verify(clientKey, signal).catch((error: unknown) => {
          throw asUnverified(error, clientKey);
        });
        return storeDocument(access, request, signal);
      },
      close: async () => dossiers.close(),
    };
  },
};

export const connectors = [connector] as const;
