/** Reads XML away from the frame: as an invoice where it is one, and as indented lines. */
import { decodeXml, type IndentedXml, type Invoice, indentXml, readInvoice } from '@navette/einvoice';
import { type ErrorCode, NavetteError } from '@navette/model';
import type { WorkerAnswer } from '../worker.ts';

/** Past this, reading lines helps nobody. */
const maxLength = 1_000_000;

export interface XmlReading {
  readonly invoice: Invoice | null;
  readonly xml: IndentedXml;
  /** Why the XML is shown as it is, unread. */
  readonly problem: Extract<ErrorCode, 'xml_refused' | 'xml_malformed'> | null;
}

addEventListener('message', ({ data }: MessageEvent<{ bytes: ArrayBuffer }>) => {
  const answer: WorkerAnswer<XmlReading> = { answer: read(new Uint8Array(data.bytes)) };
  postMessage(answer);
});

function read(bytes: Uint8Array): XmlReading {
  try {
    return { invoice: readInvoice(bytes), xml: indentXml(bytes, maxLength), problem: null };
  } catch (error) {
    if (!(error instanceof NavetteError)) throw error;
    const problem = error.code === 'xml_refused' ? 'xml_refused' : 'xml_malformed';
    const isCut = bytes.length > maxLength;
    return { invoice: null, xml: { text: decodeXml(bytes.subarray(0, maxLength)), isCut }, problem };
  }
}
