import type { Connector } from '@navette/connector';
import { openAccount } from './account.ts';
import { checkCompany, checkCompanyKey, checkFirm, checkPublisher, listDossiers } from './companies.ts';
import { ofCompany, ofFirm } from './manifests.ts';
import { deliver } from './push.ts';

/** With one key for the whole firm. */
export const firmConnector: Connector = {
  manifest: ofFirm,
  open(credentials, context) {
    const account = openAccount(ofFirm, credentials, context);
    return {
      check: (signal) => checkFirm(account, signal),
      checkClientKey: (societyId, signal) => checkCompany(account, societyId, signal),
      listDossiers: (signal) => listDossiers(account, signal),
      deliver: (request, signal) => deliver(account, request, signal),
      close: async () => {},
    };
  },
};

/** With one key per company. */
export const companyConnector: Connector = {
  manifest: ofCompany,
  open(credentials, context) {
    const account = openAccount(ofCompany, credentials, context);
    return {
      check: (signal) => checkPublisher(account, signal),
      checkClientKey: (key, signal) => checkCompanyKey(account, key, signal),
      deliver: (request, signal) => deliver(account, request, signal),
      close: async () => {},
    };
  },
};

/** MyUnisoft's partner API. What it reaches, its limits and how sure the facts are: README.md. */
export const connectors = [firmConnector, companyConnector] as const;
