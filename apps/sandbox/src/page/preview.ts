import { closeSync, openSync, readSync } from 'node:fs';
import { type Html, html } from './html.ts';

const pictures = ['image/jpeg', 'image/png', 'image/gif', 'image/bmp'];

/** What a page shows of a text: an invoice of 10 MB is not read on a screen. */
const maxTextBytes = 200_000;

export interface PreviewInput {
  /** By the first bytes, never what the sender said. */
  readonly mediaType: string;
  readonly name: string;
  /** Where the bytes are served. */
  readonly src: string;
  /** The first `maxTextBytes` or fewer. */
  readonly start: Uint8Array;
  readonly size: number;
}

/** The document itself: a PDF in the browser's own viewer, a picture, a text as text; else the way to download it. */
export function preview({ mediaType, name, src, start, size }: PreviewInput): Html {
  if (mediaType === 'application/pdf') {
    return html`<iframe class="document" src="${src}#navpanes=0&view=FitH" title="${name}"></iframe>`;
  }
  if (pictures.includes(mediaType)) {
    return html`<div class="picture"><img src="${src}" alt="${name}"></div>`;
  }
  const text = readText(start, size);
  if (text === null) {
    return html`<p class="empty">Un navigateur ne montre pas ce format. <a href="${src}" download>Télécharger le document</a></p>`;
  }
  return html`${size > start.length ? html`<p class="note">Le début seulement. <a href="${src}" download>Télécharger le tout</a></p>` : ''}<pre class="source" tabindex="0">${text}</pre>`;
}

/** The first bytes of a file, for `preview`. */
export function readStart(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(maxTextBytes);
    return bytes.subarray(0, readSync(file, bytes, 0, maxTextBytes, 0));
  } finally {
    closeSync(file);
  }
}

function readText(start: Uint8Array, size: number): string | null {
  if (start.includes(0)) return null;
  try {
    // Cut short, the last letter may be half there.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: size > start.length });
    return indent(text);
  } catch {
    return null;
  }
}

/** An XML written on one line becomes readable; any other text stays as it is. */
function indent(text: string): string {
  if (!text.startsWith('<') || text.split('\n').length > 5) return text;
  let depth = 0;
  return text
    .replace(/>\s*</g, '>\n<')
    .split('\n')
    .map((line) => {
      if (line.startsWith('</')) depth--;
      const indented = '  '.repeat(Math.max(0, depth)) + line;
      const opens = /^<[\w]/.test(line) && !line.endsWith('/>') && !line.includes('</');
      if (opens) depth++;
      return indented;
    })
    .join('\n');
}
