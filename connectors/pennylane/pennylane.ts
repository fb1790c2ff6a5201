import {
  acceptedType,
  type Connector,
  type ConnectorContext,
  type Credentials,
  type DeliverRequest,
  DeliveryError,
  type DocumentBody,
  encodeMultipart,
  exchange,
  type PartnerAnswer,
  type Receipt,
  readFields,
  readJson,
  type Session,
} from '@navette/connector';
import { safeName } from '@navette/model';
import { z } from 'zod';
import { failureOf } from './errors.ts';
import { manifest } from './manifest.ts';

const { partner } = manifest;

const company = z.object({ company: z.object({ name: z.string().nullish() }).nullish() });
const imported = z.object({
  url: z.string().min(1),
  id: z.union([z.string(), z.number()]).transform(String).nullish(),
});

/** Where each value of the field `route` leads, by the partner's word for the type. */
const separateRoutes: Readonly<Record<string, string>> = {
  customer: '/customer_invoices/e_invoices/imports',
  supplier: '/supplier_invoices/e_invoices/imports',
};

/** Pennylane's import of electronic invoices. What it reaches, its limits and how sure the facts are: README.md. */
export const connector: Connector = { manifest, open };

function open(credentials: Credentials, { fetch, now }: ConnectorContext): Session {
  const { route = '', address = '' } = readFields(manifest, credentials);
  const isSeparate = route === 'separate';

  function ask(
    path: string,
    token: string,
    signal: AbortSignal,
    body?: DocumentBody,
  ): Promise<PartnerAnswer> {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
    const request = { method: body === undefined ? 'GET' : 'POST', url: address + path, headers } as const;
    return exchange({ partner, fetch, now }, body === undefined ? request : { ...request, body }, signal);
  }

  async function deliver(request: DeliverRequest, signal: AbortSignal): Promise<Receipt> {
    const { clientKey, document, type } = request;
    const accepted = acceptedType(manifest, type);
    if (accepted === null) throw new DeliveryError('type_refused', { partner });
    const format = await document.readEInvoice();
    if (format === null) throw new DeliveryError('not_an_einvoice', { partner });
    if (isSeparate && format !== 'factur-x')
      throw new DeliveryError('format_refused', {
        partner,
        format: format.toUpperCase(),
        accepted: 'Factur-X',
      });
    const file = { ...document, fieldName: 'file', fileName: safeName(document.name) };
    const { partnerValue } = accepted;
    const path = isSeparate ? (separateRoutes[partnerValue] ?? '') : '/e-invoices/imports';
    const fields = isSeparate ? [] : [['type', partnerValue] as const];
    const answer = await ask(path, clientKey, signal, encodeMultipart(fields, file, signal));
    const receipt = answer.status < 300 ? readJson(imported, answer.text) : null;
    if (receipt === null) throw failureOf('import', answer, { document, type, secrets: [clientKey] });
    const { status, requestId } = answer;
    return {
      partnerRef: receipt.url,
      state: 'accepted',
      httpStatus: status,
      ...(requestId !== null && { requestId }),
    };
  }

  return {
    /** There is no token but those of the companies: only the way there is tried, by a request that carries none. */
    async check(signal) {
      const answer = await ask('/me', '', signal);
      if (answer.status !== 401) throw failureOf('company', answer, { secrets: [] });
      return { identity: 'Pennylane répond' };
    },
    async checkClientKey(token, signal) {
      const answer = await ask('/me', token, signal);
      const me = answer.status < 300 ? readJson(company, answer.text) : null;
      if (me === null) throw failureOf('company', answer, { secrets: [token] });
      return { label: me.company?.name ?? null };
    },
    deliver,
    close: async () => {},
  };
}

export const connectors = [connector] as const;
