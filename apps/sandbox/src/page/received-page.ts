import type { Fault } from '../faults/fault.ts';
import type { Message } from '../mailbox/messages.ts';
import type { Partner } from '../partners/partner.ts';
import type { ReceivedDocuments } from '../received/received-documents.ts';
import { accessCard, accessList } from './access-card.ts';
import { receivedCard } from './document-table.ts';
import { faultForms, faultTable } from './fault-parts.ts';
import { type Html, html } from './html.ts';
import { countDocuments, type PageParts } from './layout.ts';
import { mailCard } from './mail-card.ts';

/** A page of 20,000 rows helps nobody; `/_sandbox/received` has them all. */
const shownOfOne = 200;
const shownOfEach = 10;

export interface ReceivedPageInput {
  readonly partners: readonly Partner[];
  readonly received: ReceivedDocuments;
  readonly faults: readonly Fault[];
  readonly messages: readonly Message[];
  readonly mailboxUrl: string;
  readonly smtpUrl: string;
  /** Where the sandbox was reached. */
  readonly origin: string;
  readonly isFollowing: boolean;
  /** What was just done and leaves no trace on the page. */
  readonly done: Html | null;
}

/** What every partner received, the mails, and the forms that order faults. */
export function overviewPage(input: ReceivedPageInput): Omit<PageParts, 'rail'> {
  const { partners, received, messages, mailboxUrl, isFollowing } = input;
  const busy = partners.filter(({ name }) => received.list(name).length > 0);
  const idle = partners.filter((partner) => !busy.includes(partner));
  const count = received.list().length;
  return {
    title: 'Partenaires',
    ...(isFollowing ? { refreshS: 2 } : {}),
    head: html`<h1>Ce que les partenaires ont reçu</h1>${count > 0 ? html`<p class="quiet">${countDocuments(count)}</p>` : ''}${followLink('/', isFollowing)}`,
    body: html`${input.done}${lostBanner(received)}${faultTable(input.faults, partners, '/')}
      ${busy.map((partner) => receivedCard(partner, received, shownOfEach))}
      ${messages.length > 0 ? mailCard(messages, mailboxUrl, shownOfEach) : ''}
      ${idle.length === 0 ? '' : html`<section class="card pad"><p>Rien encore chez ${idle.map((partner, index) => html`${index === 0 ? '' : index === idle.length - 1 ? ' ni ' : ', '}<a href="/partenaires/${partner.name}">${partner.title}</a>`)}.${messages.length === 0 ? html` Aucun message dans la <a href="${mailboxUrl}">boîte aux lettres</a>.` : ''}</p></section>`}
      ${faultForms(partners, '/')}
      <section class="card pad"><h2>Se relier</h2><p class="quiet">À saisir dans Navette.</p><div class="shelf">
        ${partners.map((partner) => html`<details><summary>${partner.title}</summary>${accessList(partner, input.origin)}</details>`)}
        <details><summary>Envoi de messages</summary><dl class="stacked"><dt>Serveur SMTP, sans mot de passe ni TLS</dt><dd class="mono">${input.smtpUrl}</dd></dl></details>
      </div></section>`,
  };
}

/** The same of one partner, with more of its documents. */
export function partnerPage(partner: Partner, input: ReceivedPageInput): Omit<PageParts, 'rail'> {
  const here = `/partenaires/${partner.name}`;
  const faults = input.faults.filter(({ order }) => order.partner === partner.name);
  return {
    title: partner.title,
    ...(input.isFollowing ? { refreshS: 2 } : {}),
    head: html`<h1>${partner.title}</h1>${followLink(here, input.isFollowing)}`,
    body: html`${input.done}${lostBanner(input.received, partner)}${faultTable(faults, [partner], here)}
      ${receivedCard(partner, input.received, shownOfOne, html`Documents reçus`)}
      <div class="columns">${faultForms([partner], here)}${accessCard(partner, input.origin)}</div>`,
  };
}

function followLink(path: string, isFollowing: boolean): Html {
  return html`<p class="end">${
    isFollowing
      ? html`<a class="live" href="${path}">En direct, arrêter</a>`
      : html`<a href="${path}?suivre=1">Suivre en direct</a>`
  }</p>`;
}

function lostBanner(received: ReceivedDocuments, partner?: Partner): Html | null {
  const lost = received.list(partner?.name).filter(({ fate }) => fate === 'lost').length;
  if (lost === 0) return null;
  const what = lost === 1 ? '1\u00a0document a été pris' : `${lost}\u00a0documents ont été pris`;
  return html`<p class="banner">${what} sans erreur pour un dossier qui n’existe pas${partner ? '' : ' chez le partenaire'}&nbsp;: personne ne ${lost === 1 ? 'le' : 'les'} verra jamais.</p>`;
}
