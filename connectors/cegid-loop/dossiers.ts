/** Which dossiers the key may enter: the only guard against what Cegid Loop swallows. */
import {
  type ConnectorContext,
  type Dossier,
  exchange,
  type PartnerAnswer,
  readJson,
} from '@navette/connector';
import { z } from 'zod';
import { failureOf } from './errors.ts';
import { manifest } from './manifest.ts';

const { partner } = manifest;

export interface Access {
  readonly address: string;
  readonly apiKey: string;
  readonly context: ConnectorContext;
}

const optionalText = z.string().nullish();

/** The route's answer is not public: the names that Cegid uses elsewhere, and what pages look like. */
const dossier = z.object({
  code: z.union([z.string(), z.number()]).transform(String),
  name: optionalText,
  siret: optionalText,
  active: z.boolean().nullish(),
});

const dossierPage = z.object({
  items: z.array(dossier),
  nextPage: z.number().int().positive().nullish(),
});

/** Pages there may be at most, so that a partner that always announces another one ends. */
const maxPages = 1_000;

/** Every dossier of the key, page by page, each once. @throws DeliveryError */
export async function* listDossiers(access: Access, signal: AbortSignal): AsyncGenerator<readonly Dossier[]> {
  const listed = new Set<string>();
  let page: number | null = 1;
  for (let count = 0; page !== null && count < maxPages; count++) {
    const answer: PartnerAnswer = await ask(
      access,
      `/dossiers?${new URLSearchParams({ page: String(page) })}`,
      signal,
    );
    const read = answer.status < 300 ? readJson(dossierPage, answer.text) : null;
    if (read === null) throw failureOf('dossiers', answer, { secrets: [access.apiKey] });
    yield read.items.filter(({ code }) => !listed.has(code) && listed.add(code)).map(toDossier);
    page = read.nextPage ?? null;
  }
}

async function ask(
  { address, apiKey, context }: Access,
  path: string,
  signal: AbortSignal,
): Promise<PartnerAnswer> {
  const headers = { 'x-apikey': apiKey, accept: 'application/json' };
  const { fetch, now } = context;
  return exchange({ partner, fetch, now }, { method: 'GET', url: address + path, headers }, signal);
}

function toDossier({ code, name, siret, active }: z.output<typeof dossier>): Dossier {
  const digits = (siret ?? '').replace(/\s/g, '');
  return {
    key: code,
    name: name?.trim() || code,
    siren: /^\d{9}(\d{5})?$/.test(digits) ? digits.slice(0, 9) : null,
    nic: /^\d{14}$/.test(digits) ? digits.slice(9) : null,
    active: active ?? true,
  };
}
