import { type Connector, keepDossiers, readFields } from '@navette/connector';
import { asUnverified } from './as-unverified.ts';
import { type Access, listDossiers } from './dossiers.ts';
import { manifest } from './manifest.ts';
import { storeDocument } from './push.ts';

const { partner, requestTimeoutMs: timeoutMs } = manifest;
/** A document is sent to a dossier that was seen this long ago at most. */
const dayMs = 86_400_000;

/** Cegid Loop's public API. What it reaches, its limits and how sure the facts are: README.md. */
export const connector: Connector = {
  manifest,
  open(credentials, context) {
    const { apiKey = '', address = '' } = readFields(manifest, credentials);
    const access: Access = { apiKey, address, context };
    const list = (signal: AbortSignal) => listDossiers(access, signal);
    const dossiers = keepDossiers({ partner, timeoutMs, now: context.now, list });
    return {
      async check(signal) {
        let count = 0;
        for await (const page of list(signal)) count += page.length;
        return { identity: `${count} dossiers` };
      },
      async checkClientKey(key, signal) {
        return { label: (await dossiers.findOpen(key, signal)).name };
      },
      listDossiers: list,
      async deliver(request, signal) {
        const { clientKey } = request;
        await dossiers.findOpen(clientKey, signal, dayMs).catch((error: unknown) => {
          throw asUnverified(error, clientKey);
        });
        return storeDocument(access, request, signal);
      },
      close: async () => dossiers.close(),
    };
  },
};

export const connectors = [connector] as const;
