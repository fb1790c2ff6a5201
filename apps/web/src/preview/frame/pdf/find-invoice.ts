import type { Invoice } from '@navette/einvoice';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Channel } from '../channel.ts';
import { readXmlAway } from '../xml/read-xml-away.ts';

export interface AttachedInvoice {
  /** `factur-x.xml` */
  readonly name: string;
  readonly invoice: Invoice;
}

/** Those of a Factur-X come first; more attachments than these hold no invoice. */
const maxAttachments = 10;

/** The electronic invoice attached to a PDF (Factur-X, ZUGFeRD), whatever its name; `null` for a PDF without one. */
export async function findInvoice(channel: Channel, pdf: PDFDocumentProxy): Promise<AttachedInvoice | null> {
  const attachments = [...((await pdf.getAttachments()) ?? [])].slice(0, maxAttachments);
  for (const [id, { filename }] of attachments) {
    if (!/\.xml$/i.test(filename)) continue;
    const content: Uint8Array | null = await pdf.getAttachmentContent(id);
    if (content === null) continue;
    const { invoice } = await readXmlAway(channel, content.slice().buffer);
    if (invoice !== null) return { name: filename, invoice };
  }
  return null;
}
