import type { IgnoredReason } from '../mailbox/collect-addresses.ts';
import type { Message } from '../mailbox/messages.ts';
import { type Html, html } from './html.ts';
import { formatDate, triangle } from './layout.ts';

const ignoredWords: Readonly<Record<IgnoredReason, string>> = {
  unknown_sender: 'expéditeur inconnu',
  too_large: 'message trop gros',
  no_document: 'aucun document lisible',
};

/** The newest mails, each a link to the mailbox. */
export function mailCard(messages: readonly Message[], mailboxUrl: string, limit: number): Html {
  const shown = messages.slice(-limit).reverse();
  return html`<section class="card">
    <header><h2><a href="${mailboxUrl}">Boîte aux lettres</a></h2><span class="quiet">${messages.length === 1 ? '1 message' : `${messages.length.toLocaleString('fr-FR')} messages`}${messages.length > shown.length ? `, les ${shown.length} derniers sont montrés` : ''}</span></header>
    ${shown.length === 0 ? html`<p class="empty">Aucun message. Ceux que Navette envoie arrivent ici, quelle que soit leur adresse.</p>` : mailTable(shown, mailboxUrl)}
  </section>`;
}

/** `base` is the address of the mailbox, empty on its own pages. */
export function mailTable(messages: readonly Message[], base: string): Html {
  return html`<table class="documents">
    <thead><tr><th>Objet</th><th class="date">Reçu le</th><th class="address">À</th><th class="address">De</th><th class="fate">Ce qu’il devient</th><th class="num size">Pièces</th></tr></thead>
    <tbody>${messages.map(
      (message) => html`<tr>
        <td class="name" title="${message.subject}"><a href="${base}/mail/${message.id}">${message.subject || 'Sans objet'}</a></td>
        <td class="date">${formatDate(message.receivedAt)}</td>
        <td class="address" title="${message.envelope.to.join(', ')}">${message.envelope.to.join(', ')}</td>
        <td class="address" title="${message.from}">${message.from}</td>
        <td class="status">${mailMark(message)}</td>
        <td class="num optional">${message.attachments.length || ''}</td>
      </tr>`,
    )}</tbody>
  </table>`;
}

/** What the application behind the address does with a mail; nothing is said of an address that is nobody's. */
export function mailMark({ application, ignored, bounced }: Message): Html {
  if (bounced?.sentAt) return html`<span class="tag attention">${triangle}Renvoyé, ${bounced.status}</span>`;
  if (bounced) return html`<span class="tag attention">${triangle}Renvoi impossible</span>`;
  if (ignored) {
    return html`<span class="tag attention">${triangle}Ignoré par ${application}\u00a0: ${ignoredWords[ignored]}</span>`;
  }
  return html`${application === null ? '' : `Pris par ${application}`}`;
}
