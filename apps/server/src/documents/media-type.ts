import { NavetteError } from '@navette/model';
import { fileTypeFromBuffer } from 'file-type';
import mime from 'mime';

/** What a firm takes by default; executables are never in it. */
const accepted: readonly RegExp[] = [
  /^application\/(pdf|xml|zip|msword|rtf|json)$/,
  /^application\/vnd\.(openxmlformats-officedocument|oasis\.opendocument|ms-excel|ms-powerpoint|ms-outlook)/,
  /^image\//,
  /^text\/(plain|csv|xml|html|rtf)$/,
  /^message\/rfc822$/,
];

/** Bytes that are a program, whatever the name says. */
const refusedByContent: readonly string[] = [
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/x-sh',
  'application/java-vm',
  'application/x-msi',
];

/**
 * The media type of a document: by its first bytes where they tell, else by its name. @throws NavetteError `file_type_refused`
 * for programs and types that are not documents.
 */
export async function readMediaType(name: string, head: Uint8Array): Promise<string> {
  const byContent = await fileTypeFromBuffer(head);
  const byName = mime.getType(name);
  const mediaType = chooseMediaType(byContent?.mime ?? null, byName, head);
  if (refusedByContent.includes(mediaType) || !accepted.some((pattern) => pattern.test(mediaType))) {
    throw new NavetteError('file_type_refused', { type: mediaType });
  }
  return mediaType;
}

function chooseMediaType(byContent: string | null, byName: string | null, head: Uint8Array): string {
  // Office files are zips; XML invoices and CSV are text: there the name says more than the bytes.
  if (byContent === 'application/zip' && byName !== null && /officedocument|opendocument/.test(byName))
    return byName;
  if (byContent === 'text/xml') return 'application/xml';
  if (byContent !== null) return byContent;
  if (looksLikeXml(head)) return 'application/xml';
  if (byName === 'text/xml') return 'application/xml';
  // A name promises a format that its bytes would show: without them it is not that format.
  if (byName !== null && !/^(image\/|application\/pdf|application\/zip)/.test(byName)) return byName;
  return isText(head) ? 'text/plain' : 'application/octet-stream';
}

function looksLikeXml(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 256)).toString('latin1').replace(/^ï»¿/, '');
  return /^\s*<\?xml\s/.test(text);
}

function isText(head: Uint8Array): boolean {
  return !head.includes(0);
}
