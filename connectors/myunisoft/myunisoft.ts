import { type Connector, keepDossiers } from '@navette/connector';
import { openAccount } from './account.ts';
import { checkCompanyKey, checkFirm, checkPublisher, listDossiers } from './companies.ts';
import { ofCompany, ofFirm } from './manifests.ts';
import { deliver } from './push.ts';

/** With one key for the whole firm. */
export const firmConnector: Connector = {
  manifest: ofFirm,
  open(credentials, context) {
    const account = openAccount(ofFirm, credentials, context);
    const { partner, requestTimeoutMs: timeoutMs } = ofFirm;
    const list = (signal: AbortSignal) => listDossiers(account, signal);
    const companies = keepDossiers({ partner, timeoutMs, now: context.now, list });
    return {
      check: (signal) => checkFirm(account, signal),
      checkClientKey: async (key, signal) => ({ label: (await companies.findOpen(key, signal)).name }),
      listDossiers: list,
      deliver: (request, signal) => deliver(account, request, signal),
      close: async () => companies.close(),
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
