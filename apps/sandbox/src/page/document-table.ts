import { formatBytes } from '@navette/model';
import type { Partner } from '../partners/partner.ts';
import type { ReceivedDocument, ReceivedDocuments } from '../received/received-documents.ts';
import { type Html, html } from './html.ts';
import { countDocuments, formatDate, triangle } from './layout.ts';

/** What a partner received, by dossier, the newest `limit` of them. */
export function receivedCard(
  partner: Partner,
  received: ReceivedDocuments,
  limit: number,
  title: Html = html`<a href="/partenaires/${partner.name}">${partner.title}</a>`,
): Html {
  const documents = received.list(partner.name);
  const shown = documents.slice(-limit).reverse();
  const dossiers = Map.groupBy(shown, (document) => document.dossier);
  const size = documents.reduce((sum, document) => sum + document.size, 0);
  return html`<section class="card">
    <header><h2>${title}</h2>${documents.length === 0 ? '' : html`<span class="quiet">${countDocuments(documents.length)}, ${formatBytes(size, 'fr')}${documents.length > shown.length ? `, les ${shown.length} derniers sont montrés` : ''}</span>`}</header>
    ${
      shown.length === 0
        ? html`<p class="empty">Aucun document. Déposez-en un dans un répertoire relié à ${partner.title}.</p>`
        : html`<table class="documents">
          <thead><tr><th>Document</th><th class="date">Reçu le</th><th class="type">Type</th><th class="status">Chez le partenaire</th><th class="num size">Taille</th><th class="reference">Envoi</th><th class="digest">SHA-256</th></tr></thead>
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
  const all = received.listDossier(partner.name, dossier);
  const lost = all.filter(({ fate }) => fate === 'lost').length;
  const [first] = shown;
  const name = first ? partner.describe(first).dossierName : '';
  return html`<tbody>
    <tr class="group"><th colspan="7">${name || 'Dossier inconnu'} <span>${dossier}, ${countDocuments(all.length)}${
      lost > 0
        ? html`, <b class="lost-word">${lost === all.length ? `jamais vu${lost > 1 ? 's' : ''} par personne` : `${lost} jamais vu${lost > 1 ? 's' : ''}`}</b>`
        : ''
    }</span></th></tr>
    ${shown.map((document) => documentRow(document, partner.describe(document).status))}
  </tbody>`;
}

function documentRow(document: ReceivedDocument, status: string): Html {
  return html`<tr${document.fate === 'lost' ? html` class="lost"` : ''}>
    <td class="name" title="${document.name}"><a href="/documents/${document.id}">${document.name}</a></td>
    <td class="date">${formatDate(document.receivedAt)}</td>
    <td>${document.type}</td>
    <td class="status">${statusMark(document, status)}</td>
    <td class="num">${formatBytes(document.size, 'fr')}</td>
    <td class="mono reference" title="${document.deliveryId}">${document.deliveryId ?? ''}</td>
    <td class="mono" title="${document.sha256}">${document.sha256.slice(0, 8)}</td>
  </tr>`;
}

/** In the partner's words; what asks for attention is marked, what is normal stays quiet. */
export function statusMark({ fate }: Pick<ReceivedDocument, 'fate'>, status: string): Html {
  if (fate === 'lost') return html`<span class="tag attention">${triangle}Perdu sans un mot</span>`;
  if (fate === 'unprocessed') return html`<span class="tag attention">Jamais traité</span>`;
  if (status === 'Done') return html`<span class="done">${status}</span>`;
  if (status === 'Duplicate') return html`<span class="tag duplicate">${status}</span>`;
  if (['ToReview', 'ManualProcessing', 'Deleted'].includes(status)) {
    return html`<span class="tag attention">${status}</span>`;
  }
  return html`${status}`;
}
