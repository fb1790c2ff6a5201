import { formatBytes } from '@navette/model';
import { type Html, html } from '../page/html.ts';
import { formatDate, page, type RailItem } from '../page/layout.ts';
import { mailMark, mailTable } from '../page/mail-card.ts';
import { preview } from '../page/preview.ts';
import type { Message } from './messages.ts';

const title = 'Boîte aux lettres';

/** What every page of the mailbox shows beside its own content. */
export interface MailboxFrame {
  readonly messages: readonly Message[];
  readonly smtpUrl: string;
  /** The page of the partners; `null` when the mailbox is alone. */
  readonly partnersUrl: string | null;
}

export interface Attachment {
  readonly index: number;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Every mail received, newest first. */
export function listPage(frame: MailboxFrame): Html {
  const { messages, smtpUrl } = frame;
  return page({
    title,
    rail: makeRail(frame),
    head: html`<h1>${title}</h1><p class="quiet end">Serveur SMTP&nbsp;: <span class="mono">${smtpUrl}</span>. Il n’envoie rien plus loin, sauf les renvois qu’on lui ordonne.</p>`,
    body: html`<section class="card">
      ${
        messages.length === 0
          ? html`<p class="empty">Aucun message. Ceux que Navette envoie arrivent ici.</p>`
          : mailTable([...messages].reverse(), '')
      }
    </section>`,
  });
}

/** One mail: its HTML stands in a frame that runs nothing and opens nothing, so its links are listed under it. */
export function messagePage(frame: MailboxFrame, message: Message, mailHtml: string | undefined): Html {
  const links = findLinks(`${message.text}\n${mailHtml ?? ''}`);
  const mark = mailMark(message);
  return page({
    title: message.subject || 'Sans objet',
    rail: makeRail(frame),
    head: html`<div class="wide"><p class="quiet"><a href="/">${title}</a></p><h1>${message.subject || 'Sans objet'}</h1></div>`,
    body: html`<div class="columns reading"><div class="stack">
        ${message.attachments.length > 0 ? html`<section class="card pad"><h2>Pièces jointes</h2>${message.attachments.map((attachment, index) => attachmentLine(message, attachment, index))}</section>` : ''}
        ${message.hasHtml ? html`<section class="card reader"><iframe sandbox="" src="/mail/${message.id}/html" class="mail" title="Message mis en forme"></iframe></section>` : ''}
        <section class="card pad"><h2>Texte</h2><pre>${message.text || 'Ce message n’a pas de texte.'}</pre></section>
        ${links.length > 0 ? html`<section class="card pad"><h2>Liens de ce message</h2>${links.map((link) => html`<p class="mono"><a href="${link}" rel="noreferrer">${link}</a></p>`)}</section>` : ''}
      </div>
      <section class="card pad">
        <dl class="stacked">
          <dt>De</dt><dd>${message.from}</dd>
          <dt>À</dt><dd>${message.to}</dd>
          <dt>Enveloppe</dt><dd class="mono">${message.envelope.from || '<>'} → ${message.envelope.to.join(', ')}</dd>
          <dt>Reçu le</dt><dd>${formatDate(message.receivedAt)}</dd>
          ${mark.markup === '' ? '' : html`<dt>Ce qu’il devient</dt><dd>${mark}</dd>`}
          ${message.bounced?.error ? html`<dt>Renvoi</dt><dd>${message.bounced.error}</dd>` : ''}
          ${message.deliveryId === null ? '' : html`<dt>Envoi de Navette</dt><dd class="mono">${message.deliveryId}</dd>`}
          ${message.messageId === null ? '' : html`<dt>Message-ID</dt><dd class="mono">${message.messageId}</dd>`}
          <dt>Source</dt><dd><a href="/mail/${message.id}/raw">Message entier</a>, ${formatBytes(message.size, 'fr')}</dd>
        </dl>
      </section></div>`,
  });
}

/** One attachment, shown as the documents of the partners are. */
export function attachmentPage(frame: MailboxFrame, message: Message, attachment: Attachment): Html {
  const { index, name, bytes, mediaType } = attachment;
  const src = `/mail/${message.id}/attachments/${index}`;
  return page({
    title: name,
    rail: makeRail(frame),
    head: html`<div class="wide"><p class="quiet"><a href="/">${title}</a> › <a href="/mail/${message.id}">${message.subject || 'Sans objet'}</a></p><h1>${name}</h1></div><p class="end"><a href="${src}" download>Télécharger</a></p>`,
    body: html`<section class="card reader">${preview({ name, mediaType, src: `${src}/content`, start: bytes, size: bytes.length })}</section>`,
  });
}

function attachmentLine(message: Message, attachment: Message['attachments'][number], index: number): Html {
  const src = `/mail/${message.id}/attachments/${index}`;
  return html`<p><a class="strong" href="${src}/view">${attachment.name || 'Pièce jointe'}</a> <span class="quiet">${attachment.mediaType}, ${formatBytes(attachment.size, 'fr')}, <a href="${src}" download>télécharger</a></span></p>`;
}

function makeRail({ messages, partnersUrl }: MailboxFrame): RailItem[] {
  const here = { label: title, href: '/', count: messages.length, isCurrent: true };
  return partnersUrl === null
    ? [here]
    : [{ label: 'Tous les partenaires', href: partnersUrl, count: 0, isCurrent: false }, here];
}

/** Web addresses only: a mail can hold `javascript:` ones. */
function findLinks(text: string): string[] {
  const found = text.match(/https?:\/\/[^\s"'<>)]+/g) ?? [];
  return [...new Set(found.map((link) => link.replaceAll('&amp;', '&')))];
}
