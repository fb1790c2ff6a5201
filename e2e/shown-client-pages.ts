/** The page of a client in its states: documents, the drawer, the bin, the other tabs. */
import type { Page, Route } from 'playwright-core';
import { distinctInvoice } from './distinct-invoice.ts';
import type { RichFirm } from './rich-firm.ts';
import { press, type ShownPage } from './shown-page.ts';

export function listClientPages(rich: RichFirm): ShownPage[] {
  const { firm, clientId, archivedClientId, emptyFolderId, failed, booked, archived, invoice } = rich;
  const address = `/cabinets/${firm.id}/dossiers/${clientId}`;
  const list = `${address}?repertoire=${failed.folderId}`;
  const open = ({ folderId, id }: typeof failed, tab: string) =>
    `${address}?repertoire=${folderId}&document=${id}&onglet=${tab}`;
  const pages: Omit<ShownPage, 'viewer'>[] = [
    { name: 'client', address: list },
    { name: 'client-empty-folder', address: `${address}?repertoire=${emptyFolderId}` },
    { name: 'client-selection', address: list, act: tickSome },
    { name: 'client-preview-pdf', address: open(booked, 'apercu'), act: untilPreviewed },
    { name: 'client-preview-invoice', address: open(invoice, 'apercu'), act: untilPreviewed },
    { name: 'client-details', address: open(booked, 'details') },
    { name: 'client-booked', address: open(booked, 'historique') },
    { name: 'client-undelivered', address: open(failed, 'historique') },
    { name: 'client-document-archived', address: open(archived, 'historique') },
    {
      name: 'client-menu',
      address: list,
      act: async (page) => {
        await page.getByRole('row', { name: /Rexel/ }).first().click({ button: 'right' });
        await page.getByRole('menuitem').first().waitFor();
      },
    },
    {
      name: 'client-move',
      address: list,
      act: async (page) => {
        await page.getByRole('row', { name: /Rexel/ }).first().click({ button: 'right' });
        await page.getByRole('menuitem', { name: /^(Déplacer|Move)/ }).click();
        await page.getByRole('dialog').waitFor();
      },
    },
    { name: 'client-bin', address: `${address}?corbeille=1` },
    { name: 'client-upload', address: list, act: uploadWithoutEnd, leave: dropUploads },
    { name: 'client-attributes', address: `${address}/attributs` },
    { name: 'client-connections', address: `${address}/connexions` },
    { name: 'client-archived', address: `/cabinets/${firm.id}/dossiers/${archivedClientId}` },
  ];
  return pages.map((page) => ({ ...page, viewer: 'administrator' }));
}

async function tickSome(page: Page): Promise<void> {
  for (const name of [/Rexel/, /Assurance/]) {
    const row = page.getByRole('row', { name }).first();
    await row.getByRole('checkbox').first().check({ force: true });
  }
}

async function untilPreviewed(page: Page): Promise<void> {
  const frame = page.frameLocator('iframe');
  await frame.locator('canvas, table, h2, h3').first().waitFor();
}

const held = new WeakMap<Page, readonly Route[]>();

/** What a page that closes still holds would go on to the platform. */
async function dropUploads(page: Page): Promise<void> {
  for (const route of held.get(page) ?? []) await route.abort();
}

/** Two files whose bytes the platform never gets, so that each browser finds it as the others did. */
async function uploadWithoutEnd(page: Page): Promise<void> {
  const isUpload = /\/folders\/[^/]+\/documents|\/uploads/;
  await page.route(isUpload, (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    held.set(page, [...(held.get(page) ?? []), route]);
  });
  const chooser = page.waitForEvent('filechooser');
  await press(page, 'Déposer des fichiers|Drop files|Deposit files|Upload|Add files');
  const files = ['Facture Engie.pdf', 'Note de frais Paris.pdf'];
  const invoice = await distinctInvoice(90);
  await (await chooser).setFiles(
    files.map((name, index) => ({
      name,
      mimeType: 'application/pdf',
      buffer: Buffer.concat([invoice, Buffer.from(`% ${index}\n`)]),
    })),
  );
  await page
    .getByText(files[1] ?? '')
    .first()
    .waitFor();
}
