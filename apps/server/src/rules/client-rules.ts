/** The rules of many clients at once. */
import { bindPattern, type DocumentType, type PathPattern, parsePattern } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { isVisibleClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { MatchableRule } from './match-rules.ts';

export interface ClientRule extends MatchableRule {
  readonly ruleId: string;
  readonly installationId: string;
  readonly documentType: DocumentType;
}

export interface ClientWithRules {
  readonly clientId: string;
  readonly clientName: string;
  /** His connection to the application that was asked about. */
  readonly connectionId: string;
  /** Of that application and of the others that take his documents, each bound to him. */
  readonly rules: readonly ClientRule[];
  /** The same text for clients to whom the same rules apply in the same way: what one path gives to one, it gives to all of them. */
  readonly profile: string;
}

/** The clients connected to an application that the caller sees, with their rules: two statements, whatever their number. */
export async function loadClientRules(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
): Promise<ClientWithRules[]> {
  const { firmId } = caller;
  const rules = await trx
    .selectFrom('rules')
    .innerJoin('installations', (join) =>
      join
        .onRef('installations.firm_id', '=', 'rules.firm_id')
        .onRef('installations.id', '=', 'rules.installation_id'),
    )
    .select([
      'rules.id as ruleId',
      'rules.installation_id as installationId',
      'rules.source_path as sourcePath',
      'rules.with_subfolders as withSubfolders',
      'rules.document_type as documentType',
    ])
    .where('rules.firm_id', '=', firmId)
    .where('rules.removed_at', 'is', null)
    .where((eb) =>
      // One that is being prepared takes nothing yet, but from who prepares it.
      eb.or([
        eb('installations.id', '=', installationId),
        eb('installations.state', 'not in', ['removed', 'preparing']),
      ]),
    )
    .orderBy('rules.id')
    .execute();
  const typed = new Map(
    rules.map(({ sourcePath, ...rule }) => {
      const pattern = bindPattern(parsePattern(sourcePath), { type: rule.documentType });
      return [rule.ruleId, { ...rule, pattern }];
    }),
  );
  const { rows } = await sql<{
    clientId: string;
    clientName: string;
    connectionId: string;
    ruleIds: string[] | null;
  }>`
    select clients.id as "clientId", clients.name as "clientName", own.id as "connectionId",
      (select array_agg(r.id order by r.id)
       from connections c
       join rules r on r.firm_id = c.firm_id and r.installation_id = c.installation_id and r.removed_at is null
       left join rule_connections x on x.firm_id = r.firm_id and x.rule_id = r.id and x.connection_id = c.id
       where c.firm_id = clients.firm_id and c.client_id = clients.id and c.state <> 'disconnected'
         and (r.scope = 'all' or x.rule_id is not null)) as "ruleIds"
    from connections own
    join clients on clients.firm_id = own.firm_id and clients.id = own.client_id
    where own.firm_id = ${firmId}::uuid and own.installation_id = ${installationId}::uuid and own.state <> 'disconnected'
      and clients.archived_at is null and ${isVisibleClient(caller)}
    order by clients.sort_key, clients.id`.execute(trx);
  return rows.map(({ ruleIds, ...client }) => {
    const own = (ruleIds ?? []).flatMap((id) => typed.get(id) ?? []);
    const isNamed = own.some(({ pattern }) => pattern.variables.has('client'));
    return {
      ...client,
      rules: own.map((rule) => ({ ...rule, pattern: bindOnce(rule.pattern, client.clientName) })),
      profile: `${own.map(({ ruleId }) => ruleId).join(' ')}${isNamed ? ` ${client.clientId}` : ''}`,
    };
  });
}

/** A pattern that does not name the client stays the same object: what was made of it once serves for all clients. */
function bindOnce(pattern: PathPattern, client: string): PathPattern {
  return pattern.variables.has('client') ? bindPattern(pattern, { client }) : pattern;
}

/** Remembers, by profile and path, what a function made of them. */
export function rememberByProfile<Result>(
  make: (client: ClientWithRules, path: string) => Result,
): (client: ClientWithRules, path: string) => Result {
  const known = new Map<string, Map<string, Result>>();
  return (client, path) => {
    const ofProfile = known.get(client.profile) ?? new Map<string, Result>();
    known.set(client.profile, ofProfile);
    if (!ofProfile.has(path)) ofProfile.set(path, make(client, path));
    return ofProfile.get(path) as Result;
  };
}
