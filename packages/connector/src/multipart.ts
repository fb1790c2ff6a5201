import { randomUUID } from 'node:crypto';
import { type DocumentBody, readExactly, startProgress } from './document-body.ts';
import type { DocumentSource } from './document-source.ts';

export interface MultipartFile extends DocumentSource {
  readonly fieldName: string;
  readonly fileName: string;
}

/**
 * A multipart body (RFC 7578) with one file.
 * @param fields name and value, in the order they are sent; the file comes last
 * @param signal when it aborts, the file is closed even if it was stuck
 */
export function encodeMultipart(
  fields: readonly (readonly [name: string, value: string])[],
  file: MultipartFile,
  signal: AbortSignal,
): DocumentBody {
  const boundary = `navette-${randomUUID()}`;
  const values = fields.map(([name, value]) => `--${boundary}\r\n${disposition(name)}\r\n\r\n${value}\r\n`);
  const fileHead = `--${boundary}\r\n${disposition(file.fieldName)}; filename="${escapeName(file.fileName)}"`;
  const head = encode(`${values.join('')}${fileHead}\r\nContent-Type: ${file.mediaType}\r\n\r\n`);
  const tail = encode(`\r\n--${boundary}--\r\n`);
  const progress = startProgress();

  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield head;
    yield* readExactly(file, signal, progress);
    progress.isComplete = true;
    yield tail;
  }

  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    sizeBytes: head.length + file.sizeBytes + tail.length,
    body: ReadableStream.from(chunks()),
    progress,
  };
}

function disposition(fieldName: string): string {
  return `Content-Disposition: form-data; name="${escapeName(fieldName)}"`;
}

/** As browsers do (HTML standard, multipart/form-data encoding algorithm): UTF-8, and only what would end the name escaped. */
function escapeName(name: string): string {
  return name.replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/"/g, '%22');
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
