import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';

/** What the audit log of a firm says of a person, oldest first. */
export async function auditOf(platform: Platform, firmId: string, userId: string) {
  return inFirm(platform.database.app, firmId, (trx) =>
    trx
      .selectFrom('audit_entries')
      .innerJoin('audit_details', (join) =>
        join
          .onRef('audit_details.firm_id', '=', 'audit_entries.firm_id')
          .onRef('audit_details.entry_id', '=', 'audit_entries.id'),
      )
      .select(['action', 'actor_kind as actor', 'subject_name as subject', 'details'])
      .where('audit_entries.firm_id', '=', firmId)
      .where('subject_id', '=', userId)
      .orderBy('audit_entries.id')
      .execute(),
  );
}

/** The actions alone. */
export async function actionsOf(platform: Platform, firmId: string, userId: string): Promise<string[]> {
  return (await auditOf(platform, firmId, userId)).map(({ action }) => action);
}
