import { type Connector, keepDossiers } from '@navette/connector';
import { openAccount } from './account.ts';
import { find, track } from './documents.ts';
import { listDossiers } from './dossiers.ts';
import { manifest } from './manifest.ts';
import { deliver } from './push.ts';

const { partner, requestTimeoutMs: timeoutMs } = manifest;

/** Inqom's PushDoc API. What it reaches, its limits and how sure the facts are: README.md. */
export const connector: Connector = {
  manifest,
  open(credentials, context) {
    const account = openAccount(credentials, context);
    const list = (signal: AbortSignal) => listDossiers(account, signal);
    const dossiers = keepDossiers({ partner, timeoutMs, now: context.now, list });
    return {
      check: (signal) => account.check(signal),
      checkClientKey: async (key, signal) => ({ label: (await dossiers.findOpen(key, signal)).name || null }),
      listDossiers: list,
      deliver: (request, signal) => deliver(account, request, signal),
      find: (request, signal) => find(account, request, signal),
      track: (clientKey, partnerRefs, signal) => track(account, clientKey, partnerRefs, signal),
      async close() {
        dossiers.close();
        account.close();
      },
    };
  },
};

export const connectors = [connector] as const;
