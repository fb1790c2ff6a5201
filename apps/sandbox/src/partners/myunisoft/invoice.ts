import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readRawUpload, takeAnyBody } from '../../received/upload.ts';
import { invalidParameter, refusal } from './answers.ts';
import { holdsXmlAttachment } from './factur-x.ts';
import { checkExtension, checkFile, invoiceFormats } from './formats.ts';
import { makeGedLinks } from './ged-links.ts';
import { keepDocument } from './keep-document.ts';
import { type MyUnisoft, readOpenSociety } from './myunisoft-parts.ts';
import { documentName } from './names.ts';

const invoiceQuery = z.strictObject({
  /** Purchase, expense, sale, credit note. */
  invoice_type_id: z.enum(['1', '2', '3', '4']),
  /** By hand, MyUnisoft's, Factur-X. */
  ocr_type_id: z.enum(['2', '3', '6']),
  name: documentName.default('document'),
  extension: z.string().min(1).max(20),
  return_type: z.enum(['1', '2']).default('1'),
});

/** `POST /invoice`: one typed document, its bytes as the body. */
export function addInvoice(app: FastifyInstance, myunisoft: MyUnisoft): void {
  const { received, state } = myunisoft;
  takeAnyBody(app);
  app.post('/invoice', { config: { routeKind: 'push' } }, async (request) => {
    const society = readOpenSociety(myunisoft, request);
    const parsed = invoiceQuery.safeParse(request.query);
    if (!parsed.success) throw invalidParameter(z.prettifyError(parsed.error));
    const { name, extension, ...query } = parsed.data;
    checkExtension(myunisoft, invoiceFormats, extension);
    if (request.headers['content-type'] !== 'application/octet-stream') {
      throw refusal('ERR-HTTP', 'Le contenu doit être de type application/octet-stream.');
    }
    await using upload = await readRawUpload(
      request,
      received.incomingFolder,
      state.current.behaviour.maxBytes,
    );
    checkFile(myunisoft, invoiceFormats, extension, upload.file);
    if (query.ocr_type_id === '6' && !(await holdsXmlAttachment(upload.file))) {
      throw refusal('DOCUMENT6', 'Ce document n’est pas une Factur-X\u00a0: aucun XML joint au PDF.');
    }
    const kept = keepDocument(myunisoft, society, {
      file: upload.file,
      name: `${name}.${extension}`,
      type: query.invoice_type_id,
      details: { ocr: Number(query.ocr_type_id) },
    });
    if (query.return_type === '1') return { result: 'success' };
    const { base, ...links } = makeGedLinks();
    return { id: kept.id, ...links, baseURL: base, label: kept.name, OCR: query.ocr_type_id === '3' };
  });
}
