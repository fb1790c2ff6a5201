import { formatBytes } from '@navette/model';
import type { Fault } from '../faults/fault.ts';
import type { Partner } from '../partners/partner.ts';
import type { ReceivedDocument, ReceivedDocuments } from '../received/received-documents.ts';
import { faultForms, faultTable } from './fault-parts.ts';
import { type Html, html } from './html.ts';
import { formatDate, page } from './layout.ts';

/** A page of 20,000 rows helps nobody; `/_sandbox/received` has them all. */
const shownPerPartner = 200;

export interface ReceivedPageInput {
  readonly partners: readonly Partner[];
  readonly received: ReceivedDocuments;
  readonly faults: readonly Fault[];
  readonly mailboxUrl: string;
  readonly isFollowing: boolean;
}

/** What every partner received, by dossier, and the forms that order faults. */
export function receivedPage({
  partners,
  received,
  faults,
  mailboxUrl,
  isFollowing,
}: ReceivedPageInput): Html {
  return page({
    title: 'Partenaires',
    ...(isFollowing ? { refreshS: 2 } : {}),
    head: html`<h1>Ce que les partenaires ont reçu</h1>
      <p class="quiet end">${isFollowing ? html`<a href="/">Ne plus suivre</a>` : html`<a href="/?suivre=1">Suivre en direct</a>`} · <a href="${mailboxUrl}">Boîte aux lettres</a></p>`,
    body: html`${faultTable(faults, partners)}
      ${partners.map((partner) => partnerCard(partner, received))}
      ${partners.map((partner) => html`<div class="columns">${faultForms(partner)}${accessCard(partner)}</div>`)}`,
  });
}

function partnerCard(partner: Partner, received: ReceivedDocuments): Html {
  const documents = received.list(partner.name);
  const shown = documents.slice(-shownPerPartner).reverse();
  const dossiers = Map.groupBy(shown, (document) => document.dossier);
  const size = documents.reduce((sum, document) => sum + document.size, 0);
  return html`<section class="card">
    <header><h2>${partner.title}</h2><span class="quiet">${countDocuments(documents.length)}, ${formatBytes(size, 'fr')}${
      documents.length > shown.length ? `, les ${shown.length} derniers sont montrés` : ''
    }</span></header>
    ${
      shown.length === 0
        ? html`<p class="empty">Aucun document. Déposez-en un dans un répertoire relié à ${partner.title}.</p>`
        : html`<table>
          <thead><tr><th>Reçu le</th><th>Document</th><th>Type</th><th>État chez le partenaire</th><th class="num">Taille</th><th>Envoi</th><th>SHA-256</th></tr></thead>
          ${[...dossiers].map(([dossier, rows]) => dossierRows(partner, received, dossier, rows))}
        </table>`
    }
  </section>`;
}

function dossierRows(
  partner: Partner,
  received: ReceivedDocuments,
  dossier: string,
  shown: readonly ReceivedDocument[],
): Html {
  const [first] = shown;
  const name = first ? partner.describe(first).dossierName : '';
  const count = received.listDossier(partner.name, dossier).length;
  return html`<tbody>
    <tr class="group"><th colspan="7">${name} <span>dossier ${dossier}, ${countDocuments(count)}</span></th></tr>
    ${shown.map((document) => documentRow(document, partner.describe(document).status))}
  </tbody>`;
}

function documentRow(document: ReceivedDocument, status: string): Html {
  return html`<tr>
    <td>${formatDate(document.receivedAt)}</td>
    <td class="name" title="${document.name}"><a href="/_sandbox/received/${document.id}/content">${document.name}</a></td>
    <td>${document.type}</td>
    <td>${statusMark(status)}</td>
    <td class="num">${formatBytes(document.size, 'fr')}</td>
    <td class="mono">${document.deliveryId ?? ''}</td>
    <td class="mono" title="${document.sha256}">${document.sha256.slice(0, 12)}</td>
  </tr>`;
}

function statusMark(status: string): Html {
  if (status === 'Done') return html`<span class="done">${status}</span>`;
  if (status === 'Duplicate') return html`<span class="tag duplicate">${status}</span>`;
  if (status === 'Received' || status === 'Processing' || status === '') return html`${status}`;
  return html`<span class="tag attention">${status}</span>`;
}

function accessCard(partner: Partner): Html {
  return html`<section class="card pad">
    <h2>Se relier à ${partner.title}</h2>
    <p class="quiet">À saisir dans Navette. Adresses d’authentification et d’API : cette page, suivie de /${partner.name}.</p>
    <dl>${partner.access().map(({ label, value }) => html`<dt>${label}</dt><dd class="mono">${value}</dd>`)}</dl>
  </section>`;
}

function countDocuments(count: number): string {
  return count === 1 ? '1\u00a0document' : `${count.toLocaleString('fr-FR')}\u00a0documents`;
}
