/** Finds out whether an address leads to a Navette server, and if not, what exactly is wrong. */
import { createApiClient, routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import { cleanAddress } from './address.ts';
import { describeTlsProblem } from './tls-problem.ts';

export interface ExamineOptions {
  readonly language: 'fr' | 'en';
  readonly deadlineMs?: number;
  readonly now?: () => number;
  readonly fetch?: typeof globalThis.fetch;
}

const maxSkewMs = 5 * 60_000;

/**
 * @returns the address of the server, cleaned
 * @throws NavetteError `server_unreachable`, `not_a_navette_server`, `tls_problem`, `clock_off`
 */
export async function examineServer(typed: string, options: ExamineOptions): Promise<string> {
  const candidates = cleanAddress(typed);
  const [first] = candidates;
  if (first === undefined) throw new NavetteError('server_unreachable', { url: typed.trim() });
  let failure: unknown;
  for (const candidate of candidates) {
    try {
      return await examineOne(candidate, options);
    } catch (error) {
      failure ??= error;
      if (!(error instanceof NavetteError) || error.code !== 'not_a_navette_server') break;
    }
  }
  throw failure;
}

async function examineOne(url: string, options: ExamineOptions): Promise<string> {
  const now = options.now ?? Date.now;
  const startedAt = now();
  const { time, address } = await askAbout(url, options, true);
  const skewMs = Date.parse(time) - (startedAt + now()) / 2;
  if (Math.abs(skewMs) > maxSkewMs) {
    throw new NavetteError('clock_off', { skew: describeSkew(Math.abs(skewMs), options.language) });
  }
  return address;
}

async function askAbout(
  url: string,
  options: ExamineOptions,
  mayFollow: boolean,
): Promise<{ time: string; address: string }> {
  const api = createApiClient({ baseUrl: url, ...(options.fetch ? { fetch: options.fetch } : {}) });
  try {
    const answer = await api.call(routes.about, {
      signal: AbortSignal.timeout(options.deadlineMs ?? 15_000),
    });
    const about = routes.about.answer.safeParse(answer);
    if (!about.success) throw new NavetteError('not_a_navette_server', { url });
    return { time: about.data.time, address: url };
  } catch (error) {
    const moved = mayFollow && isRedirect(error) ? await findMoved(api.address(routes.about), options) : null;
    if (moved !== null) return askAbout(moved, options, false);
    throw explain(error, url, options.language);
  }
}

function isRedirect(error: unknown): boolean {
  return listCauses(error).some((each) => /redirect/i.test(each.message));
}

/** Where a server says it has moved to: most often from http to https. */
async function findMoved(address: string, options: ExamineOptions): Promise<string | null> {
  const send = options.fetch ?? globalThis.fetch;
  const response = await send(address, {
    redirect: 'manual',
    signal: AbortSignal.timeout(options.deadlineMs ?? 15_000),
  }).catch(() => null);
  const location = response?.headers.get('location');
  if (!location || !URL.canParse(location, address)) return null;
  const { href } = new URL(location, address);
  return href.endsWith(routes.about.path) ? href.slice(0, -routes.about.path.length) : null;
}

function explain(error: unknown, url: string, language: 'fr' | 'en'): NavetteError {
  const causes = listCauses(error);
  const detail = causes.map((cause) => describeTlsProblem(cause, language)).find((each) => each !== null);
  if (detail) return new NavetteError('tls_problem', { url, detail }, error);
  if (isRedirect(error)) return new NavetteError('not_a_navette_server', { url }, error);
  if (error instanceof NavetteError && error.code === 'not_a_navette_server') return error;
  if (error instanceof NavetteError && error.code !== 'internal' && error.code !== 'not_found') {
    return error.code === 'server_unreachable'
      ? new NavetteError('server_unreachable', { url }, error)
      : error;
  }
  if (error instanceof NavetteError) return new NavetteError('not_a_navette_server', { url }, error);
  return new NavetteError('server_unreachable', { url }, error);
}

/** An error, what caused it, and so on; the members of a group too. */
function listCauses(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  const members = error instanceof AggregateError ? error.errors : [];
  return [error, ...members.flatMap(listCauses), ...listCauses(error.cause)];
}

function describeSkew(skewMs: number, language: 'fr' | 'en'): string {
  const minutes = Math.round(skewMs / 60_000);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return `${hours} h`;
  return `${Math.round(hours / 24)} ${language === 'fr' ? 'jours' : 'days'}`;
}
