import { bindPattern, parsePattern } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { ApplicableRule } from './match-rules.ts';

/**
 * The rules that concern a client, oldest application first, bound to his name: those for every client of an application that he is
 * connected to, and those that list him. An application that is being prepared takes nothing yet.
 */
export async function loadApplicableRules(
  trx: Transaction<Schema>,
  firmId: string,
  clientId: string,
): Promise<ApplicableRule[]> {
  const rows = await trx
    .selectFrom('rules')
    .innerJoin('installations', (join) =>
      join
        .onRef('installations.firm_id', '=', 'rules.firm_id')
        .onRef('installations.id', '=', 'rules.installation_id'),
    )
    .innerJoin('connections', (join) =>
      join
        .onRef('connections.firm_id', '=', 'rules.firm_id')
        .onRef('connections.installation_id', '=', 'rules.installation_id')
        .on('connections.client_id', '=', clientId),
    )
    .innerJoin('clients', (join) =>
      join
        .onRef('clients.firm_id', '=', 'connections.firm_id')
        .onRef('clients.id', '=', 'connections.client_id'),
    )
    .innerJoin('lanes', (join) =>
      join
        .onRef('lanes.firm_id', '=', 'rules.firm_id')
        .onRef('lanes.installation_id', '=', 'rules.installation_id'),
    )
    .leftJoin('rule_connections', (join) =>
      join
        .onRef('rule_connections.firm_id', '=', 'rules.firm_id')
        .onRef('rule_connections.rule_id', '=', 'rules.id')
        .onRef('rule_connections.connection_id', '=', 'connections.id'),
    )
    .where('rules.firm_id', '=', firmId)
    .where('rules.removed_at', 'is', null)
    .where('installations.state', 'not in', ['removed', 'preparing'])
    .where('connections.state', '<>', 'disconnected')
    .where((eb) => eb.or([eb('rules.scope', '=', 'all'), eb('rule_connections.rule_id', 'is not', null)]))
    .select([
      'rules.id as ruleId',
      'rules.source_path as sourcePath',
      'rules.with_subfolders as withSubfolders',
      'rules.document_type as documentType',
      'rules.archive_path as archivePath',
      'installations.id as installationId',
      'installations.application',
      'installations.version_policy as versionPolicy',
      'connections.id as connectionId',
      'clients.name as clientName',
      'lanes.id as laneId',
    ])
    .select((eb) => [
      eb.ref('installations.state').$castTo<'active' | 'paused' | 'stopped'>().as('installationState'),
      eb.ref('connections.state').$castTo<'active' | 'stopped'>().as('connectionState'),
    ])
    .orderBy('installations.created_at')
    .orderBy('installations.id')
    .orderBy('rules.id')
    .execute();
  return rows.map(({ sourcePath, archivePath, clientName, ...row }) => {
    const values = { client: clientName, type: row.documentType };
    return {
      ...row,
      pattern: bindPattern(parsePattern(sourcePath), values),
      archive: archivePath === null ? null : bindPattern(parsePattern(archivePath), values),
    };
  });
}
