import { formatBytes } from '@navette/model';
import type { Partner } from '../partners/partner.ts';
import type { ReceivedDocument } from '../received/received-documents.ts';
import { statusMark } from './document-table.ts';
import { html } from './html.ts';
import { formatDate, type PageParts } from './layout.ts';
import { preview } from './preview.ts';

/** One document as the partner has it, with what is known of it beside. */
export function documentPage(
  partner: Partner,
  document: ReceivedDocument,
  start: Uint8Array,
): Omit<PageParts, 'rail'> {
  const { dossierName, status } = partner.describe(document);
  const src = `/_sandbox/received/${document.id}/content`;
  return {
    title: document.name,
    head: html`<div class="wide"><p class="quiet"><a href="/partenaires/${partner.name}">${partner.title}</a></p><h1>${document.name}</h1></div>`,
    body: html`${
      document.fate === 'lost'
        ? html`<p class="banner">${partner.title} a répondu que tout allait bien, mais ne connaît pas le dossier «&nbsp;${document.dossier}&nbsp;»&nbsp;: personne n’y verra jamais ce document.</p>`
        : ''
    }${
      document.fate === 'unprocessed'
        ? html`<p class="banner">${partner.title} a pris ce document sans rien dire, et ne le lira jamais&nbsp;: son format n’en fait pas partie.</p>`
        : ''
    }<div class="columns reading">
      <section class="card reader">${preview({ ...document, src, start })}</section>
      <section class="card pad">
        <dl>
          <dt>Dossier</dt><dd>${dossierName || 'Dossier inconnu'} <span class="mono">${document.dossier}</span></dd>
          <dt>Reçu le</dt><dd>${formatDate(document.receivedAt)}</dd>
          ${document.type === '' ? '' : html`<dt>Type</dt><dd>${document.type}</dd>`}
          <dt>État</dt><dd>${statusMark(document, status)}</dd>
          <dt>Taille</dt><dd>${formatBytes(document.size, 'fr')}</dd>
          <dt>Format</dt><dd class="mono">${document.mediaType}</dd>
          ${document.deliveryId === null ? '' : html`<dt>Envoi</dt><dd class="mono">${document.deliveryId}</dd>`}
          <dt>SHA-256</dt><dd class="mono">${document.sha256}</dd>
          <dt>Référence</dt><dd class="mono">${document.id}</dd>
        </dl>
        <p><a href="${src}" download="${document.name}">Télécharger</a></p>
      </section>
    </div>`,
  };
}
