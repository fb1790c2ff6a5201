import { readExactly, startProgress } from '../document-body.ts';
import type { DocumentSource } from '../document-source.ts';

export interface PieceWriter {
  readonly pieceBytes: number;
  /** How many may be on their way: what keeps a distant server busy, and memory bears. */
  readonly piecesAtOnce: number;
  readonly write: (piece: Buffer, position: number) => Promise<unknown>;
}

/**
 * Writes a document piece by piece, several at once, to where each piece has its position.
 * @throws DeliveryError `bytes_missing` when the document cannot be read; what `write` throws
 */
export async function writeInPieces(
  document: DocumentSource,
  { pieceBytes, piecesAtOnce, write }: PieceWriter,
  signal: AbortSignal,
): Promise<void> {
  const progress = startProgress();
  const onTheirWay: Promise<unknown>[] = [];
  let position = 0;
  try {
    for await (const chunk of readExactly(document, signal, progress)) {
      for (let start = 0; start < chunk.length; start += pieceBytes) {
        if (onTheirWay.length >= piecesAtOnce) await onTheirWay.shift();
        const piece = Buffer.from(chunk.subarray(start, start + pieceBytes));
        const written = write(piece, position);
        // Looked at in its turn, which never comes once another has failed.
        written.catch(() => {});
        onTheirWay.push(written);
        position += piece.length;
      }
    }
    await Promise.all(onTheirWay);
  } catch (error) {
    throw progress.sourceFailure ?? error;
  }
}

/**
 * Reads a file piece by piece, from its first byte on.
 * @param read fills a buffer from a position on. @returns how many bytes came; `null` or 0 at the end
 */
export async function* readInPieces(
  pieceBytes: number,
  read: (into: Buffer, position: number) => Promise<number | null>,
): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const piece = Buffer.allocUnsafe(pieceBytes);
    const count = await read(piece, position);
    if (!count) return;
    position += count;
    yield piece.subarray(0, count);
  }
}
