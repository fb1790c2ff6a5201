import { type FileFamily, familyOf, NavetteError } from '@navette/model';
import { fileTypeFromBuffer } from 'file-type';
import mime from 'mime';

/**
 * Endings of programs and of what starts one, whatever the bytes say: a script is a text. Those of Windows above all, where a
 * double click runs them.
 */
const programEndings: ReadonlySet<string> = new Set(
  (
    'exe com scr pif cpl dll sys drv ocx msi msp mst msix appx bat cmd ps1 psm1 psd1 vbs vbe js jse mjs cjs wsf wsh wsc hta ' +
    'lnk url scf reg inf jar jnlp class chm application gadget settingcontent-ms sh bash zsh csh ksh fish command desktop run ' +
    'bin elf so dylib app pkg dmg deb rpm apk py pyc pl rb php'
  ).split(' '),
);

/** Names that promise a format which a container of another name holds. */
const inContainer: Readonly<Record<string, RegExp>> = {
  'application/zip': /officedocument|opendocument|ms-(excel|powerpoint|word)/,
  'application/x-cfb': /msword|ms-(excel|powerpoint|outlook)/,
};

/**
 * The media type of a document: by its first bytes where they tell, else by its name.
 * @param accepted the firm's list; programs are in none
 * @throws NavetteError `file_type_refused` for programs, by name or by content, and for what the firm does not take
 */
export async function readMediaType(
  name: string,
  head: Uint8Array,
  accepted: readonly FileFamily[],
): Promise<string> {
  refuseProgramName(name);
  const byContent = await fileTypeFromBuffer(head);
  const mediaType = chooseMediaType(byContent?.mime ?? null, mime.getType(name), head);
  const family = familyOf(mediaType);
  if (family === null || !accepted.includes(family))
    throw new NavetteError('file_type_refused', { type: mediaType });
  return mediaType;
}

/** @throws NavetteError `file_type_refused` for a name that a system would take for a program */
export function refuseProgramName(name: string): void {
  const dot = name.lastIndexOf('.');
  const ending = name.slice(dot + 1).toLowerCase();
  if (dot >= 0 && programEndings.has(ending))
    throw new NavetteError('file_type_refused', { type: `.${ending}` });
}

function chooseMediaType(byContent: string | null, byName: string | null, head: Uint8Array): string {
  // Office files are zips or compound files; XML invoices and CSV are text: there the name says more than the bytes.
  if (byContent !== null && byName !== null && inContainer[byContent]?.test(byName)) return byName;
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
