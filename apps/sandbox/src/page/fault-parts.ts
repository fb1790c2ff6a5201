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
  before: 'avant de lire',
  middle: 'au milieu',
  after: 'une fois enregistré',
} as const;

/** The faults in force, each with its way out; nothing when there is none. `back` is the page to come back to. */
export function faultTable(
  faults: readonly Fault[],
  partners: readonly Partner[],
  back: string,
): Html | null {
  if (faults.length === 0) return null;
  return html`<section class="card">
    <header><h2>Pannes en cours</h2></header>
    <table class="documents">
      <thead><tr><th>Panne</th><th class="date">Depuis</th><th class="target">Partenaire</th><th class="target">Sur</th><th class="target">Fin</th><th class="num touched">Requêtes touchées</th><th class="action"><span class="unseen">Arrêter</span></th></tr></thead>
      <tbody>${faults.map(
        (fault) => html`<tr>
          <td class="name"><span class="tag attention">${describeOrder(fault.order)}</span></td>
          <td class="date">${formatDate(new Date(fault.orderedAt).toISOString())}</td>
          <td>${partners.find(({ name }) => name === fault.order.partner)?.title}</td>
          <td>${fault.order.match?.map((kind) => routeKindWords[kind]).join(', ') ?? 'tout'}</td>
          <td class="optional">${describeEnd(fault.order)}</td>
          <td class="num optional">${fault.touched}</td>
          <td class="action"><form method="post" action="/_sandbox/faults/${fault.id}/remove?retour=${back}"><button class="row">Arrêter</button></form></td>
        </tr>`,
      )}</tbody>
    </table>
  </section>`;
}

/** One form per kind of fault, for the one partner given, or for one to be chosen among several. */
export function faultForms(partners: readonly Partner[], back: string): Html {
  const [only] = partners;
  const whom = partners.length === 1 ? ` à ${only?.title}` : '';
  const withTokens = partners.filter(({ givesNoToken }) => !givesNoToken);
  const form = (kind: string, fields: Html, button: string, candidates = partners) =>
    orderForm({ candidates, kind, fields, button, back });
  return html`<section class="card pad">
    <h2>Ordonner une panne${whom}</h2>
    ${form(
      'status',
      html`${number('Code HTTP', 'status', 503)}${number('Retry-After (s)', 'retryAfter')}
        <label>Contenu<select name="body"><option value="json">JSON</option><option value="html">HTML</option><option value="empty">vide</option></select></label>
        ${number('Pendant (s)', 'seconds', 20)}${number('Requêtes', 'count')}${matchField()}`,
      'Répondre ce code',
    )}
    ${form(
      'delay',
      html`${number('Attente (ms)', 'ms', 5000)}${momentField(['before', 'after'])}${number('Requêtes', 'count', 1)}${matchField()}`,
      'Faire attendre',
    )}
    ${form(
      'drop',
      html`${momentField(['after', 'middle', 'before'])}${number('Requêtes', 'count', 1)}${matchField('push')}`,
      'Couper la connexion',
    )}
    ${form('down', number('Pendant (s)', 'seconds', 20), 'Mettre hors service')}
    ${withTokens.length === 0 ? '' : form('expireTokens', html``, 'Périmer les jetons', withTokens)}
  </section>`;
}

interface OrderForm {
  readonly candidates: readonly Partner[];
  readonly kind: string;
  readonly fields: Html;
  readonly button: string;
  readonly back: string;
}

function orderForm({ candidates, kind, fields, button, back }: OrderForm): Html {
  const [only] = candidates;
  const partner =
    candidates.length === 1
      ? html`<input type="hidden" name="partner" value="${only?.name}">`
      : html`<label class="whom">Partenaire<select name="partner">${candidates.map(({ name, title }) => html`<option value="${name}">${title}</option>`)}</select></label>`;
  return html`<form class="order" method="post" action="/_sandbox/faults?retour=${back}">
    <input type="hidden" name="kind" value="${kind}">${partner}${fields}<button>${button}</button>
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
      return `Attend ${order.ms}\u00a0ms, ${momentWords[order.when]}`;
    case 'drop':
      return `Coupe ${momentWords[order.when]}`;
    case 'down':
      return 'Hors service';
  }
}

function describeEnd({ seconds, count }: LastingOrder): string {
  const ends = [
    seconds === undefined ? '' : `après ${seconds}\u00a0s`,
    count === undefined ? '' : `après ${count} requête${count > 1 ? 's' : ''}`,
  ].filter((end) => end !== '');
  return ends.join(' ou ') || 'quand on l’arrête';
}
