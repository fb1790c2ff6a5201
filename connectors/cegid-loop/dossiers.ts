/** Which dossiers the key may enter: the only guard against what Cegid Loop swallows. */
import {
  type ConnectorContext,
  type Dossier,
  exchange,
  type PartnerAnswer,
  readJson,
} from '@navette/connector';
import { splitSiret } from '@navette/model';
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

/** Sources differ on the name of the name. */
const dossier = z.object({
  code: z.union([z.string().min(1), z.number()]).transform(String),
  libelle: optionalText,
  name: optionalText,
  siret: optionalText,
  actif: z.boolean().nullish(),
});

const dossierPage = z.array(dossier);

/** Asked for at once; Cegid Loop may give fewer. */
const pageSize = 200;
/** Pages there may be at most, so that a partner that always gives another one ends. */
const maxPages = 1_000;

/** Every dossier of the key, page by page, each once. @throws DeliveryError */
export async function* listDossiers(access: Access, signal: AbortSignal): AsyncGenerator<readonly Dossier[]> {
  const listed = new Set<string>();
  let skip = 0;
  for (let page = 0; page < maxPages; page++) {
    const query = new URLSearchParams({ skip: String(skip), take: String(pageSize) });
    const answer = await ask(access, `/dossiers?${query}`, signal);
    const read = answer.status < 300 ? readJson(dossierPage, answer.text) : null;
    if (read === null) throw failureOf('dossiers', answer, { secrets: [access.apiKey] });
    const added = read.filter(({ code }) => !listed.has(code) && listed.add(code));
    // Empty, or what was there already: one that knows nothing of pages gives the first again and again.
    if (added.length === 0) return;
    skip += read.length;
    yield added.map(toDossier);
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

function toDossier({ code, libelle, name, siret, actif }: z.output<typeof dossier>): Dossier {
  return {
    key: code,
    name: libelle?.trim() || name?.trim() || code,
    ...splitSiret(siret ?? ''),
    active: actif ?? true,
  };
}
