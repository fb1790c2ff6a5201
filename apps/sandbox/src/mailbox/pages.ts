import { formatBytes } from '@navette/model';
import { type Html, html } from '../page/html.ts';
import { formatDate, page } from '../page/layout.ts';
import type { Message } from './messages.ts';

const title = 'Boîte aux lettres';

/** Every mail received, newest first. */
export function listPage(messages: readonly Message[], smtpUrl: string): Html {
  return page({
    title,
    head: html`<h1>${title}</h1><p class="quiet">Serveur SMTP de développement : <span class="mono">${smtpUrl}</span>. Il prend tout et n’envoie rien plus loin.</p>`,
    body: html`<section class="card">
      ${
        messages.length === 0
          ? html`<p class="empty">Aucun message. Ceux que Navette envoie arrivent ici.</p>`
          : html`<table>
            <thead><tr><th>Reçu le</th><th>De</th><th>À</th><th>Objet</th><th class="num">Pièces jointes</th><th class="num">Taille</th></tr></thead>
            <tbody>${messages.map(messageRow)}</tbody>
          </table>`
      }
    </section>`,
  });
}

/** One mail: its HTML stands in a frame that runs nothing and opens nothing, so its links are listed under it. */
export function messagePage(message: Message, mailHtml: string | undefined): Html {
  const links = findLinks(`${message.text}\n${mailHtml ?? ''}`);
  return page({
    title: message.subject || 'Sans objet',
    head: html`<p class="quiet"><a href="/">${title}</a></p><h1>${message.subject || 'Sans objet'}</h1>`,
    body: html`<section class="card pad">
        <dl>
          <dt>De</dt><dd>${message.from}</dd>
          <dt>À</dt><dd>${message.to}</dd>
          <dt>Enveloppe</dt><dd class="mono">${message.envelope.from || '<>'} → ${message.envelope.to.join(', ')}</dd>
          <dt>Reçu le</dt><dd>${formatDate(message.receivedAt)}</dd>
          <dt>Source</dt><dd><a href="/mail/${message.id}/raw">message entier</a>, ${formatBytes(message.size, 'fr')}</dd>
        </dl>
        ${message.attachments.map(
          (attachment, index) =>
            html`<p><a href="/mail/${message.id}/attachments/${index}" download>${attachment.name || 'pièce jointe'}</a> <span class="quiet">${attachment.mediaType}, ${formatBytes(attachment.size, 'fr')}</span></p>`,
        )}
      </section>
      ${links.length > 0 ? html`<section class="card pad"><h2>Liens de ce message</h2>${links.map((link) => html`<p class="mono"><a href="${link}" rel="noreferrer">${link}</a></p>`)}</section>` : ''}
      ${message.hasHtml ? html`<section class="card pad"><h2>Mise en forme</h2><iframe sandbox="" src="/mail/${message.id}/html" title="Message mis en forme"></iframe></section>` : ''}
      <section class="card pad"><h2>Texte</h2><pre>${message.text}</pre></section>`,
  });
}

function messageRow(message: Message): Html {
  return html`<tr>
    <td class="date">${formatDate(message.receivedAt)}</td>
    <td>${message.from}</td>
    <td>${message.to}</td>
    <td class="name"><a href="/mail/${message.id}">${message.subject || 'Sans objet'}</a></td>
    <td class="num">${message.attachments.length || ''}</td>
    <td class="num">${formatBytes(message.size, 'fr')}</td>
  </tr>`;
}

/** Web addresses only: a mail can hold `javascript:` ones. */
function findLinks(text: string): string[] {
  const found = text.match(/https?:\/\/[^\s"'<>)]+/g) ?? [];
  return [...new Set(found.map((link) => link.replaceAll('&amp;', '&')))];
}
