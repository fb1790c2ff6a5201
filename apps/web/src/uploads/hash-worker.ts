/** Hashes one file beside the page, so that the page stays fluid; the page ends the worker. */
import { hashInPieces } from './hash-in-pieces.ts';

export type HashMessage =
  | { readonly kind: 'progress'; readonly hashedBytes: number }
  | { readonly kind: 'done'; readonly sha256: Uint8Array }
  | { readonly kind: 'failed' };

const tell = (message: HashMessage) => self.postMessage(message);

self.onmessage = ({ data }: MessageEvent<Blob>) => {
  hashInPieces(data, (hashedBytes) => tell({ kind: 'progress', hashedBytes })).then(
    (sha256) => tell({ kind: 'done', sha256 }),
    () => tell({ kind: 'failed' }),
  );
};
