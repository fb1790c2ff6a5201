/**
 * How sure it is which dossier of a partner a client is. Computed when it is asked, from what is there at that moment: nothing has to
 * be brought up to date when a client, a dossier, a connection or a choice changes.
 *
 * Every client of the firm takes part, whoever looks and whatever he chose: two clients with one SIRET stay unsettled for whoever
 * sees one of them alone.
 */
import type { MappingGrade } from '@navette/api';

/** A client as it is compared. */
export interface ComparedClient {
  readonly id: string;
  /** What its value is compared by; `null` without a value, or with one that cannot be compared. */
  readonly key: string | null;
  /** What it has in common with dossiers that are not sure to be its own: its SIREN. */
  readonly near: string | null;
  /** It has a value that cannot be compared. */
  readonly isInvalid: boolean;
}

/** A dossier of the partner as it is compared. */
export interface ComparedDossier {
  /** What names it at the partner, in the form of `ComparedConnection` and `ComparedChoice`. */
  readonly id: string;
  readonly key: string | null;
  readonly near: string | null;
  readonly active: boolean;
}

export interface ComparedConnection {
  readonly id: string;
  readonly clientId: string;
  readonly dossierId: string;
}

export interface ComparedChoice {
  readonly clientId: string;
  /** `null`: not to be connected. */
  readonly dossierId: string | null;
}

export interface Compared {
  readonly clients: readonly ComparedClient[];
  /** `null` when the partner lists none: then a client's key is the name of its dossier there. */
  readonly dossiers: readonly ComparedDossier[] | null;
  /** All that are there, of whatever client. */
  readonly connections: readonly ComparedConnection[];
  readonly choices: readonly ComparedChoice[];
}

export interface Graded {
  readonly grade: MappingGrade;
  /** The dossier it is, would be, or nearly is, connected to. */
  readonly dossierId: string | null;
  /** Who has that dossier, or claims it too. */
  readonly otherId: string | null;
  readonly connectionId: string | null;
}

/**
 * Grades every client. `exact` and `chosen` never name one dossier twice, nor one that another client is connected to; `exact` never
 * one that is not active. Archived dossiers beside an active one are left aside; two active ones are `several`. A choice stands over
 * what is computed, but not over a connection; of a dossier that is no longer there it leaves `none`.
 */
export function gradeMapping(compared: Compared): Map<string, Graded> {
  const { clients, connections } = compared;
  const own = new Map(connections.map((each) => [each.clientId, each]));
  const gradeAlone = createGrader(compared);
  const graded = new Map(
    clients.map((client): [string, Graded] => {
      const connection = own.get(client.id);
      if (connection === undefined) return [client.id, gradeAlone(client)];
      const { id, dossierId } = connection;
      return [client.id, { grade: 'connected', dossierId, otherId: null, connectionId: id }];
    }),
  );
  for (const claims of claimsOf(graded).values()) settleClaims(graded, claims);
  return graded;
}

/** Grades a client that is not connected as if no other client wanted the same dossier. */
function createGrader({ dossiers, connections, choices }: Compared): (client: ComparedClient) => Graded {
  const chosen = new Map(choices.map(({ clientId, dossierId }) => [clientId, dossierId]));
  const users = new Map(connections.map(({ dossierId, clientId }) => [dossierId, clientId]));
  const known = dossiers && new Set(dossiers.map(({ id }) => id));
  const byKey = Map.groupBy(dossiers ?? [], ({ key }) => key);
  const nears = new Set(dossiers?.map(({ near }) => near));

  const claim = (grade: 'exact' | 'chosen', dossierId: string): Graded => {
    const user = users.get(dossierId);
    return user === undefined ? gradeOf(grade, dossierId) : gradeOf('already_used', dossierId, user);
  };
  const compare = ({ key, near }: ComparedClient): Graded => {
    if (known === null) return key === null ? gradeOf('none') : claim('exact', key);
    const same = key === null ? [] : (byKey.get(key) ?? []);
    if (same.length === 0) return gradeOf(near !== null && nears.has(near) ? 'siren_only' : 'none');
    const active = same.filter((dossier) => dossier.active);
    const [one, ...more] = active.length === 0 ? same : active;
    if (one === undefined || more.length > 0) return gradeOf(active.length === 0 ? 'closed' : 'several');
    const claimed = claim('exact', one.id);
    return claimed.grade === 'exact' && !one.active ? gradeOf('closed', one.id) : claimed;
  };
  return (client) => {
    const choice = chosen.get(client.id);
    if (choice === null) return gradeOf('left_out');
    if (choice !== undefined) return known?.has(choice) ? claim('chosen', choice) : gradeOf('none');
    if (client.isInvalid) return gradeOf('attribute_invalid');
    if (client.key === null && client.near === null) return gradeOf('attribute_missing');
    return compare(client);
  };
}

interface Claims {
  readonly exact: string[];
  readonly chosen: string[];
}

/** Who wants which dossier. */
function claimsOf(graded: ReadonlyMap<string, Graded>): Map<string, Claims> {
  const claims = new Map<string, Claims>();
  for (const [clientId, { grade, dossierId }] of graded) {
    if ((grade !== 'exact' && grade !== 'chosen') || dossierId === null) continue;
    const of = claims.get(dossierId) ?? { exact: [], chosen: [] };
    of[grade].push(clientId);
    claims.set(dossierId, of);
  }
  return claims;
}

/** A dossier goes to the one client somebody chose it for, else to the one that is exact, else to none of those that want it. */
function settleClaims(graded: Map<string, Graded>, { exact, chosen }: Claims): void {
  const wanting = [...chosen, ...exact];
  if (wanting.length < 2) return;
  const winner = chosen.length === 1 ? chosen[0] : undefined;
  for (const clientId of wanting) {
    if (clientId === winner) continue;
    const other = wanting.find((each) => each !== clientId) ?? null;
    const dossierId = graded.get(clientId)?.dossierId ?? null;
    graded.set(clientId, gradeOf('several', dossierId, other));
  }
}

function gradeOf(
  grade: MappingGrade,
  dossierId: string | null = null,
  otherId: string | null = null,
): Graded {
  return { grade, dossierId, otherId, connectionId: null };
}
