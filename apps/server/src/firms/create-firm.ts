import { randomInt } from 'node:crypto';
import { createDefaultAttributes } from '../attributes/save-attribute.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';

/** The tree that new clients get; month folders appear by themselves when documents are dropped there. */
const defaultFolderTemplate: readonly string[] = [
  '/Réception',
  '/Achats/{millésime}/{mois}',
  '/Ventes/{millésime}/{mois}',
  '/Notes de frais/{millésime}/{mois}',
  '/Social',
  '/Juridique',
];

export interface NewFirm {
  readonly firmName: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Creates a firm and its administrator. An account that exists already keeps its password. @returns the firm's id */
export async function createFirm(platform: Platform, firm: NewFirm): Promise<string> {
  const admin = await platform.signIn.createPerson(firm);
  const firmId = platform.newId();
  const at = platform.clock();
  await inFirm(platform.database.app, firmId, async (trx) => {
    await trx
      .insertInto('firms')
      .values({
        id: firmId,
        name: firm.firmName,
        web_service_id: newWebServiceId(),
        folder_template: JSON.stringify(defaultFolderTemplate),
        created_at: at.toISOString(),
      })
      .execute();
    await platform.keys.createFirmKey(trx, firmId, at);
    await createDefaultAttributes(platform, trx, firmId);
    await trx
      .insertInto('members')
      .values({
        firm_id: firmId,
        user_id: admin.userId,
        role: 'admin',
        name: admin.name,
        email: admin.email,
        created_at: at.toISOString(),
      })
      .execute();
    // The link of the first run is printed in the operator's terminal, as the command is typed there.
    await recordAudit(
      platform,
      trx,
      { firmId, operator: true },
      {
        action: 'firm.created',
        subjectKind: 'firm',
        subjectId: firmId,
        subjectName: firm.firmName,
        details: { administrator: admin.name },
      },
    );
  });
  return firmId;
}

/** Letters and digits that are not mistaken for one another. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `NAV-7F3K-92QX-M4TD`: what people copy from the Resources menu into the agent. */
function newWebServiceId(): string {
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `NAV-${group()}-${group()}-${group()}`;
}
