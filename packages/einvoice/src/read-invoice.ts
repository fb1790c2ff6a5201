import type { Invoice } from './invoice.ts';
import { parseXml, type XmlLimits, xmlLimits } from './parse-xml.ts';
import { isCii, readCii } from './read-cii.ts';
import { isUbl, readUbl } from './read-ubl.ts';

/**
 * Reads the XML of an electronic invoice: UBL 2.1 `Invoice` and `CreditNote`, CII `CrossIndustryInvoice` (Factur-X, ZUGFeRD 2,
 * XRechnung), ZUGFeRD 1 `CrossIndustryDocument`. @returns `null` for XML that is none of these. @throws NavetteError `xml_refused`
 * for what could do harm (document type, entity, past a limit), `xml_malformed` for what is not XML or was cut; nothing else.
 */
export function readInvoice(bytes: Uint8Array, limits: XmlLimits = xmlLimits): Invoice | null {
  const root = parseXml(bytes, limits);
  if (isCii(root)) return readCii(root);
  return isUbl(root) ? readUbl(root) : null;
}
