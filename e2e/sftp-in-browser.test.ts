/**
 * SFTP in a real browser, in French, against a real OpenSSH: added, a client connected by its folder, a document deposited on the page
 * and found on the server; what is wrong is said under its field. Each test goes on where the one before it stopped.
 */
import { canRunOpenSsh, type SshServer, startOpenSsh } from '@navette/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  add,
  allowClient,
  cardOf,
  connectFolder,
  depositInvoice,
  fillFields,
  finishConnecting,
  goOnToConnect,
  openAddForm,
  openApplications,
  openFolder,
  refusalUnder,
  saveKey,
  untilState,
} from './application-gestures.ts';
import { sshAccount } from './applications/accounts.ts';
import { copiesBelow } from './applications/place-rows.ts';
import { chromiumPath } from './browser.ts';
import { type FirmInBrowser, openFirmInBrowser } from './firm-in-browser.ts';
import { untilFound } from './until-found.ts';

/** What a server says and no page repeats. */
const programWords = /authentication|method|denied|failed|refused/i;

let firm: FirmInBrowser;
let ssh: SshServer;
let page: Page;

describe.skipIf(chromiumPath === undefined || !canRunOpenSsh)('SFTP in the browser', () => {
  beforeAll(async () => {
    ssh = await startOpenSsh(sshAccount);
    firm = await openFirmInBrowser([{ name: 'Scierie des Settons' }], {
      timings: { pollMs: 100, retryDelaysMs: [200, 200, 200, 200] },
      settings: async () => ({ NAVETTE_ALLOWED_HOSTS: `127.0.0.1:${ssh.port}` }),
    });
    ({ page } = firm);
  });

  afterAll(async () => {
    await firm?.[Symbol.asyncDispose]();
    await ssh?.[Symbol.asyncDispose]();
  });

  it('is added once its password is right, and keeps the key of the server', async () => {
    await openApplications(page);
    const form = await openAddForm(page, 'SFTP');
    await fillFields(form, {
      Serveur: ' sftp://127.0.0.1/ ',
      Port: String(ssh.port),
      Identifiant: sshAccount.username,
      'Mot de passe': 'pas le bon',
    });
    await add(form);
    expect(await refusalUnder(form, 'Mot de passe')).toBe(
      'SFTP a refusé ces identifiants. Vérifiez-les\u00a0: rien n’a changé.',
    );
    expect(await form.innerText()).not.toMatch(programWords);
    await fillFields(form, { 'Mot de passe': sshAccount.password });
    await add(form);
    await goOnToConnect(form, 'SFTP');
  });

  it('refuses a folder that would lie outside its own', async () => {
    await connectFolder(page, 'Réception', 'Autre');
    const access = await allowClient(page, 'Scierie des Settons');
    await saveKey(access, { 'Dossier du client': '../SETTONS' });
    expect(await refusalUnder(access, 'Dossier du client')).toBe(
      '«\u00a0Dossier du client\u00a0» ne peut pas être ../SETTONS pour SFTP. Exemple\u00a0: DUPONT',
    );
    await saveKey(access, { 'Dossier du client': 'SETTONS' });
    await finishConnecting(page, 'Scierie des Settons', 'SFTP');
  });

  it('gets what is dropped, and the page says that it is delivered', async () => {
    const sha256 = await depositInvoice(firm, 'Scierie des Settons', 'Réception', 'bon de livraison.pdf');
    await untilState(page, 'bon de livraison.pdf', /Transmis/);
    expect(await copiesBelow(ssh.home)).toMatchObject([{ dossier: 'SETTONS', sha256 }]);
  });

  it('holds everything when the key of the server is another one, until somebody accepts that one', async () => {
    const known = ssh.hostKey();
    await ssh.changeHostKey();
    await ssh.kill();
    await ssh.start();
    const found = ssh.hostKey();
    const sha256 = await depositInvoice(firm, 'Scierie des Settons', 'Réception', 'bon retenu.pdf');
    await untilState(page, 'bon retenu.pdf', /Retenu/);
    await openApplications(page);
    await cardOf(page, 'SFTP').getByText('Arrêtée\u00a0: la clé du serveur a changé').waitFor();
    await cardOf(page, 'SFTP').getByRole('button', { name: 'Renouveler' }).click();
    const form = page.getByRole('dialog', { name: 'Renouveler les identifiants de SFTP' });
    await form.getByRole('button', { name: 'Essayer et enregistrer' }).click();
    expect(await refusalUnder(form, 'Empreinte de la clé du serveur')).toBe(
      `La clé du serveur 127.0.0.1 a changé\u00a0: ${found} au lieu de ${known}. Rien n’a été envoyé. Faites confirmer la nouvelle clé par le responsable de ce serveur avant de l’accepter.`,
    );
    await fillFields(form, { 'Empreinte de la clé du serveur': found });
    await form.getByRole('button', { name: 'Essayer et enregistrer' }).click();
    await page.getByText('Les identifiants de SFTP sont renouvelés.').waitFor();
    await untilFound('The document that was held', async () =>
      (await copiesBelow(ssh.home)).find((copy) => copy.sha256 === sha256),
    );
    await openFolder(page, 'Scierie des Settons', 'Réception');
    await untilState(page, 'bon retenu.pdf', /Transmis/);
  });

  it('is renewed by a key, and loses the password that it had once one asks to', async () => {
    await openApplications(page);
    await cardOf(page, 'SFTP').getByRole('button', { name: 'Régler SFTP' }).click();
    await page.getByRole('menuitem', { name: /^Renouveler/ }).click();
    const form = page.getByRole('dialog', { name: 'Renouveler les identifiants de SFTP' });
    await fillFields(form, { 'Clé privée': ssh.privateKey });
    const password = form.getByRole('textbox', { name: 'Mot de passe', exact: true });
    // What is not kept cannot be taken away.
    expect(await form.getByRole('button', { name: /^Retirer/ }).count()).toBe(1);
    await form.getByRole('button', { name: 'Retirer\u00a0: Mot de passe' }).click();
    expect(await password.getAttribute('placeholder')).toBe('Sera retiré');
    await form.getByRole('button', { name: 'Garder\u00a0: Mot de passe' }).click();
    expect(await password.getAttribute('placeholder')).toBe('Laisser vide pour garder');
    await form.getByRole('button', { name: 'Retirer\u00a0: Mot de passe' }).press('Enter');
    await form.getByRole('button', { name: 'Essayer et enregistrer' }).click();
    await page.getByText('Les identifiants de SFTP sont renouvelés.').waitFor();
    await cardOf(page, 'SFTP').getByRole('button', { name: 'Régler SFTP' }).click();
    await page.getByRole('menuitem', { name: /^Renouveler/ }).click();
    await form.getByRole('button', { name: 'Retirer\u00a0: Clé privée' }).waitFor();
    expect(await form.getByRole('button', { name: /^Retirer/ }).count()).toBe(1);
    await page.keyboard.press('Escape');
  });

  it('nothing was complained about in the console', () => expect(firm.complaints).toEqual([]));
});
