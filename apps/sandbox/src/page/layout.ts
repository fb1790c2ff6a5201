import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { type Html, html } from './html.ts';

/** Nothing but our own style sheet and forms: a name that slipped through as markup would still run nothing. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

export interface PageParts {
  readonly title: string;
  readonly head: Html;
  readonly body: Html;
  /** Loads the page again every so many seconds. */
  readonly refreshS?: number;
}

/** A whole page, in French. */
export function page({ title, head, body, refreshS }: PageParts): Html {
  return html`<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refreshS === undefined ? '' : html`<meta http-equiv="refresh" content="${refreshS}">`}
<title>${title} – bac à sable Navette</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header class="top"><a class="brand" href="/">Navette</a><span>bac à sable des partenaires</span></header>
<main><div class="head">${head}</div>${body}</main>
</body>
</html>`;
}

const style = readFileSync(new URL('style.css', import.meta.url), 'utf8');

/** Serves the style sheet that `page` asks for. */
export function sendStyle(app: FastifyInstance): void {
  app.get('/style.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(style));
}

const dates = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `21/11/2026 14:32:05`, French time. */
export function formatDate(iso: string): string {
  return dates.format(new Date(iso));
}
