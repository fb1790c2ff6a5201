/** A firm with documents in its folders and an application without rules, made through the product's own ways. */
import { createHash, randomUUID } from 'node:crypto';
import { routes } from '@navette/api';
import { type PreparedFirm, prepareFirm, type SeedDossier } from '@navette/testkit';
import { distinctInvoice } from './distinct-invoice.ts';
import { administrator } from './rich-firm.ts';
import { accept, invite } from './rich-people.ts';
import type { Platform } from './start-platform.ts';

/** Of the first two clients. */
export const reader = {
  name: 'Anne Le Goff',
  email: 'anne.legoff@cabinet.example',
  password: 'la mer monte vite',
};

const overrideReason = 'SIRET fictif';
const names = ['Boulangerie Lefèvre', 'Garage du Lac', 'Pharmacie du Marché', 'Scierie des Settons'];
const clients = names.map((name, index) => {
  const siret = String(78_787_878_400_035 + index);
  return { name, code: `C${index}`, siret, overrideReason };
});

/** All but the last client are known to Inqom. */
export const dossiers: readonly SeedDossier[] = clients.slice(0, 3).map(({ name, siret }, index) => ({
  id: 48_211 + index,
  name,
  siren: siret.slice(0, 9),
  nic: siret.slice(9),
}));

/** Three clients are connected; each has an expense note, two of them a pay slip. No rule takes anything. */
export async function fillRulesFirm(platform: Platform): Promise<PreparedFirm> {
  const { setupLink, sandboxUrl } = platform;
  const firm = await prepareFirm({ setupLink: setupLink ?? '', sandboxUrl, administrator, clients });
  const params = { firm: firm.id, installation: firm.installationId };
  const { items } = await firm.api.call(routes.listRules, { params });
  for (const { id } of items) await firm.api.call(routes.removeRule, { params: { ...params, rule: id } });
  for (const [index, client] of firm.clients.entries()) {
    await drop(firm, client.id, '/Notes de frais', `Taxi ${index}.pdf`, index);
    if (index < 2) await drop(firm, client.id, '/Social', `Bulletin ${index}.pdf`, 10 + index);
  }
  const mine = firm.clients.slice(0, 2).map(({ id }) => id);
  await invite(firm, reader.email, 'collaborator', mine);
  await accept(platform, reader);
  return firm;
}

/** Deposits a document that no other equals. */
export async function drop(
  { api, id: firm }: PreparedFirm,
  client: string,
  path: string,
  name: string,
  number: number,
): Promise<void> {
  const { items } = await api.call(routes.listFolders, { params: { firm, client } });
  const folder = items.find((each) => each.path === path);
  if (folder === undefined) throw new Error(`The template makes no ${path}`);
  const bytes = await distinctInvoice(number);
  await api.call(routes.uploadDocument, {
    params: { firm, folder: folder.id },
    query: { name },
    body: new Blob([new Uint8Array(bytes)]),
    headers: {
      'content-type': 'application/octet-stream',
      'content-digest': `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`,
      'idempotency-key': randomUUID(),
    },
  });
}
