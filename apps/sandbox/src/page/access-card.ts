import type { Partner } from '../partners/partner.ts';
import { type Html, html } from './html.ts';

/** What a person types in Navette to connect to a partner; `origin` is where the sandbox was reached. */
export function accessCard(partner: Partner, origin: string): Html {
  return html`<section class="card pad"><h2>Se relier à ${partner.title}</h2>
    <p class="quiet">À saisir dans Navette.</p>${accessList(partner, origin)}</section>`;
}

export function accessList(partner: Partner, origin: string): Html {
  const access = partner.access();
  const isAddress = (value: string) => value.startsWith('/');
  const known = access.some(({ value }) => isAddress(value))
    ? access
    : [{ label: 'Adresse', value: `/${partner.name}` }, ...access];
  return html`<dl class="stacked">${known.map(({ label, value }) =>
    isAddress(value)
      ? html`<dt>${label.split(',')[0]}</dt><dd class="mono">${origin}${value}</dd>`
      : html`<dt>${label}</dt><dd class="mono">${value}</dd>`,
  )}</dl>`;
}
