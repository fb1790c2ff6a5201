import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { invalidParameter, refusal, societyOutOfReach } from './answers.ts';
import { type MyUnisoft, readActivatedKey, societiesOf } from './myunisoft-parts.ts';
import type { Key, Society } from './seed.ts';
import { listedSociety, singleSociety } from './society-answers.ts';

const sortForm = z.strictObject({
  column: z.enum(['name', 'city', 'ape', 'siret', 'status', 'step', 'folder_reference']),
  direction: z.enum(['asc', 'desc']),
});

type Sort = z.infer<typeof sortForm>;

const listQuery = z.strictObject({
  siret: z.string().optional(),
  q: z.string().min(1).optional(),
  sort: z.string().optional(),
});

/**
 * `GET /society`: a list with a firm-wide key, one company with a company's key, with `society-id` and with `siret=`.
 * A company's key reads no parameter: it answers its own company, whatever was asked.
 */
export function addSocieties(app: FastifyInstance, myunisoft: MyUnisoft): void {
  app.get('/society', { config: { routeKind: 'list' } }, async (request) => {
    const key = readActivatedKey(myunisoft, request);
    const query = listQuery.safeParse(request.query);
    if (!query.success) throw invalidParameter(z.prettifyError(query.error));
    const { siret, q, sort } = query.data;
    const reached = societiesOf(myunisoft, key);
    const id = askedId(key, request);
    if (id !== undefined) return singleSociety(findById(reached, id));
    if (siret !== undefined) return singleSociety(findBySiret(reached, siret));
    if (myunisoft.state.current.behaviour.siretRequired) throw invalidParameter('siret');
    return listAnswer(
      reached.filter(({ name }) => q === undefined || name.includes(q)),
      readSort(sort),
    );
  });
}

function askedId(key: Key, request: FastifyRequest): string | undefined {
  const header = request.headers['society-id'];
  if (header !== undefined) return String(header);
  return key.society === null ? undefined : String(key.society);
}

function findById(reached: readonly Society[], asked: string): Society {
  const society = reached.find(({ id }) => String(id) === asked);
  if (!society) throw societyOutOfReach();
  return society;
}

/** A SIRET finds that company; a SIREN its only one, and nothing chooses when there are several. */
function findBySiret(reached: readonly Society[], asked: string): Society {
  if (!/^\d{9}(\d{5})?$/.test(asked)) throw refusal('SOCIETE11', 'SIREN ou SIRET mal formé.');
  const [found, ...others] = reached.filter(({ siret }) =>
    asked.length === 14 ? siret === asked : siret?.startsWith(asked),
  );
  if (!found) throw refusal('SOCIETE16', 'Société introuvable.');
  if (others.length > 0) throw refusal('SOCIETE17', 'Plusieurs sociétés ont ce numéro.');
  return found;
}

function readSort(text: string | undefined): Sort | null {
  if (text === undefined) return null;
  try {
    return sortForm.parse(JSON.parse(text));
  } catch {
    throw invalidParameter('sort vaut {"column":…,"direction":"asc"|"desc"}.');
  }
}

function listAnswer(societies: readonly Society[], sort: Sort | null) {
  const listed = societies.map(listedSociety);
  if (sort) {
    const sign = sort.direction === 'asc' ? 1 : -1;
    listed.sort((a, b) => sign * (a[sort.column] ?? '').localeCompare(b[sort.column] ?? ''));
  }
  return { row_numbers: listed.length, pages_number: null, society_array: listed };
}
