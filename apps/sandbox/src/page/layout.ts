import { type Html, html } from './html.ts';

/** Nothing but our own styles, fonts, pictures and forms: a name that slipped through as markup would still run nothing. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** One line of the rail. */
export interface RailItem {
  readonly label: string;
  readonly href: string;
  readonly count: number;
  /** Among them, those that nobody will ever see. */
  readonly lost?: number;
  readonly isCurrent: boolean;
}

export interface PageParts {
  readonly title: string;
  readonly head: Html;
  readonly body: Html;
  readonly rail: readonly RailItem[];
  /** Loads the page again every so many seconds. */
  readonly refreshS?: number;
}

/** A whole page, in French. */
export function page({ title, head, body, rail, refreshS }: PageParts): Html {
  return html`<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refreshS === undefined ? '' : html`<meta http-equiv="refresh" content="${refreshS}">`}
<title>${title} – bac à sable Navette</title>
<link rel="icon" href="/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<div class="rail">
<a class="brand" href="${rail[0]?.href ?? '/'}">${mark}<span>Navette<small>Bac à sable</small></span></a>
<nav aria-label="Partenaires">${rail.map(railLink)}</nav>
</div>
<main><div class="head">${head}</div>${body}</main>
</body>
</html>`;
}

const mark = html`<svg class="mark" viewBox="0 0 28 12" width="28" height="12" aria-hidden="true"><path d="M0 6h28" stroke="currentColor" stroke-width="2"/><ellipse cx="14" cy="6" rx="8" ry="5" fill="currentColor"/><ellipse cx="14" cy="6" rx="4" ry="2" class="hole"/></svg>`;

function railLink({ label, href, count, lost = 0, isCurrent }: RailItem): Html {
  const figures = html`<span class="figures">${lost > 0 ? html`<span class="lost-count">${triangle}<span class="unseen">perdus : </span>${lost}</span>` : ''}${count > 0 ? count.toLocaleString('fr-FR') : ''}</span>`;
  return isCurrent
    ? html`<a href="${href}" aria-current="page">${label}${figures}</a>`
    : html`<a href="${href}">${label}${figures}</a>`;
}

/** What asks for attention, everywhere the same. */
export const triangle = html`<svg class="triangle" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d="M7.1 1.6a1 1 0 0 1 1.8 0l6.2 11.4a1 1 0 0 1-.9 1.5H1.8a1 1 0 0 1-.9-1.5z" fill="currentColor"/><path d="M8 5.5v4" class="hole-line"/><circle cx="8" cy="12" r=".9" class="hole"/></svg>`;

const dates = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `21/11/2026 14:32:05`, French time. */
export function formatDate(iso: string): string {
  return dates.format(new Date(iso));
}

/** `1 document`, `12 documents`. */
export function countDocuments(count: number): string {
  return count === 1 ? '1\u00a0document' : `${count.toLocaleString('fr-FR')}\u00a0documents`;
}
