import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const style = readFileSync(new URL('style.css', import.meta.url), 'utf8');

/** The fonts of Navette's own pages, by the name that the style sheet gives them. */
const fonts: Readonly<Record<string, Buffer>> = {
  'sans-400.woff2': readFont(
    import.meta.resolve('@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-400-normal.woff2'),
  ),
  'sans-500.woff2': readFont(
    import.meta.resolve('@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-500-normal.woff2'),
  ),
  'sans-600.woff2': readFont(
    import.meta.resolve('@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-600-normal.woff2'),
  ),
  'mono-400.woff2': readFont(
    import.meta.resolve('@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2'),
  ),
};

const mark =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><path d="M0 14h28" stroke="#5cc2d6" stroke-width="3"/><ellipse cx="14" cy="14" rx="9" ry="6" fill="#5cc2d6"/><ellipse cx="14" cy="14" rx="4" ry="2" fill="#0c2a33"/></svg>';

/** Serves the style sheet that `page` asks for, its fonts and its mark. */
export function sendAssets(app: FastifyInstance): void {
  app.get('/style.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(style));
  app.get('/mark.svg', async (_request, reply) => reply.type('image/svg+xml').send(mark));
  for (const [name, font] of Object.entries(fonts)) {
    app.get(`/fonts/${name}`, async (_request, reply) =>
      reply.type('font/woff2').header('cache-control', 'max-age=86400').send(font),
    );
  }
}

function readFont(url: string): Buffer {
  return readFileSync(new URL(url));
}
