import { findEmbeddedXml } from './find-embedded-xml.ts';
import { readInvoice } from './read-invoice.ts';

/** How an electronic invoice travels: the XML inside a PDF, or the XML alone. */
export type InvoiceFormat = 'factur-x' | 'cii' | 'ubl';

/**
 * Tells whether a document is an electronic invoice. @param mediaType by content. @returns `null` for everything else, what cannot be
 * read included. Never rejects; unpacks what a PDF carries: to be called where memory and time are limited
 */
export async function readInvoiceFormat(bytes: Uint8Array, mediaType: string): Promise<InvoiceFormat | null> {
  if (mediaType === 'application/pdf') {
    const embedded = await findEmbeddedXml(bytes);
    return embedded.some((xml) => syntaxOf(xml) === 'cii') ? 'factur-x' : null;
  }
  return /^(application|text)\/xml$/.test(mediaType) ? syntaxOf(bytes) : null;
}

function syntaxOf(xml: Uint8Array): 'cii' | 'ubl' | null {
  try {
    return readInvoice(xml)?.syntax ?? null;
  } catch {
    return null;
  }
}
