import type { Fault, LastingOrder } from '../faults/fault.ts';
import { type Partner, type RouteKind, routeKinds } from '../partners/partner.ts';
import { type Html, html } from './html.ts';
import { formatDate } from './layout.ts';

const routeKindWords: Readonly<Record<RouteKind, string>> = {
  token: 'l’authentification',
  list: 'les listes de dossiers',
  push: 'les dépôts',
  get: 'les consultations',
};

const momentWords = {
  before: 'avant la lecture du contenu',
  middle: 'au milieu',
  after: 'après l’enregistrement',
} as const;

/** The faults in force, each with its way out; nothing when there is none. */
export function faultTable(faults: readonly Fault[], partners: readonly Partner[]): Html | null {
  if (faults.length === 0) return null;
  return html`<section class="card">
    <header><h2>Pannes en cours</h2></header>
    <table>
      <thead><tr><th>Partenaire</th><th>Panne</th><th>Sur</th><th>Depuis</th><th>Fin</th><th class="num">Requêtes touchées</th><th></th></tr></thead>
      <tbody>${faults.map(
        (fault) => html`<tr>
          <td>${partners.find(({ name }) => name === fault.order.partner)?.title}</td>
          <td><span class="tag attention">${describeOrder(fault.order)}</span></td>
          <td>${fault.order.match?.map((kind) => routeKindWords[kind]).join(', ') ?? 'tout'}</td>
          <td>${formatDate(new Date(fault.orderedAt).toISOString())}</td>
          <td>${describeEnd(fault.order)}</td>
          <td class="num">${fault.touched}</td>
          <td><form method="post" action="/_sandbox/faults/${fault.id}/remove"><button class="row">Arrêter</button></form></td>
        </tr>`,
      )}</tbody>
    </table>
  </section>`;
}

/** One form per kind of fault. */
export function faultForms(partner: Partner): Html {
  return html`<section class="card pad">
    <h2>Ordonner une panne à ${partner.title}</h2>
    ${orderForm(
      partner,
      'status',
      html`${number('Code HTTP', 'status', 503)}${number('Retry-After (s)', 'retryAfter')}
        <label>Contenu<select name="body"><option value="json">JSON</option><option value="html">HTML</option><option value="empty">vide</option></select></label>
        ${number('Pendant (s)', 'seconds', 20)}${number('Requêtes', 'count')}${matchField()}`,
      'Répondre ce code',
    )}
    ${orderForm(
      partner,
      'delay',
      html`${number('Attente (ms)', 'ms', 5000)}${momentField(['before', 'after'])}${number('Requêtes', 'count', 1)}${matchField()}`,
      'Faire attendre',
    )}
    ${orderForm(
      partner,
      'drop',
      html`${momentField(['after', 'middle', 'before'])}${number('Requêtes', 'count', 1)}${matchField('push')}`,
      'Couper la connexion',
    )}
    ${orderForm(partner, 'down', number('Pendant (s)', 'seconds', 20), 'Mettre hors service')}
    ${orderForm(partner, 'expireTokens', html``, 'Périmer les jetons')}
  </section>`;
}

function orderForm(partner: Partner, kind: string, fields: Html, button: string): Html {
  return html`<form class="order" method="post" action="/_sandbox/faults">
    <input type="hidden" name="partner" value="${partner.name}"><input type="hidden" name="kind" value="${kind}">
    ${fields}<button>${button}</button>
  </form>`;
}

function number(label: string, name: string, value?: number): Html {
  return html`<label>${label}<input type="number" min="0" name="${name}" value="${value}"></label>`;
}

function momentField(moments: readonly (keyof typeof momentWords)[]): Html {
  return html`<label>Moment<select name="when">${moments.map((moment) => html`<option value="${moment}">${momentWords[moment]}</option>`)}</select></label>`;
}

function matchField(chosen?: RouteKind): Html {
  return html`<label>Sur<select name="match"><option value="">tout</option>${routeKinds.map((kind) =>
    kind === chosen
      ? html`<option value="${kind}" selected>${routeKindWords[kind]}</option>`
      : html`<option value="${kind}">${routeKindWords[kind]}</option>`,
  )}</select></label>`;
}

function describeOrder(order: LastingOrder): string {
  switch (order.kind) {
    case 'status':
      return `Répond ${order.status}${order.when === 'after' ? `, ${momentWords.after}` : ''}`;
    case 'delay':
      return `Attend ${order.ms} ms, ${momentWords[order.when]}`;
    case 'drop':
      return `Coupe ${momentWords[order.when]}`;
    case 'down':
      return 'Hors service';
  }
}

function describeEnd({ seconds, count }: LastingOrder): string {
  const ends = [
    seconds === undefined ? '' : `après ${seconds} s`,
    count === undefined ? '' : `après ${count} requête${count > 1 ? 's' : ''}`,
  ].filter((end) => end !== '');
  return ends.join(' ou ') || 'quand on l’arrête';
}
