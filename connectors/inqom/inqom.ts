import type { Connector } from '@navette/connector';
import { openAccount } from './account.ts';
import { find, track } from './documents.ts';
import { checkClientKey, listDossiers } from './dossiers.ts';
import { manifest } from './manifest.ts';
import { deliver } from './push.ts';

/** Inqom's PushDoc API. What it reaches, its limits and how sure the facts are: README.md. */
export const connector: Connector = {
  manifest,
  open(credentials, context) {
    const account = openAccount(credentials, context);
    return {
      check: (signal) => account.check(signal),
      checkClientKey: (clientKey, signal) => checkClientKey(account, clientKey, signal),
      listDossiers: (signal) => listDossiers(account, signal),
      deliver: (request, signal) => deliver(account, request, signal),
      find: (request, signal) => find(account, request, signal),
      track: (clientKey, partnerRefs, signal) => track(account, clientKey, partnerRefs, signal),
      close: async () => account.close(),
    };
  },
};

export const connectors = [connector] as const;
