import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readOpenDossier } from './dossiers.ts';
import type { Inqom } from './inqom-parts.ts';
import { readFields, readForm } from './push-form.ts';

const expenseFields = z.strictObject({
  BeneficiaryFullName: z.string().min(1).max(255),
  FileNameWithExtension: z
    .string()
    .max(255)
    .regex(/[^.]\.[A-Za-z0-9]+$/, 'extension attendue'),
  DocumentReference: z.string().optional(),
});

/** `POST …/expense-bills`: answers `{DocumentId}` and nothing more, and no list ever shows the document. */
export function addExpenseBills(app: FastifyInstance, inqom: Inqom): void {
  app.post<{ Params: { id: string } }>(
    '/api/v1/accounting-folders/:id/expense-bills',
    { config: { routeKind: 'push' } },
    async (request) => {
      const dossier = readOpenDossier(inqom, request);
      await using form = await readForm(inqom, request, 'File');
      const fields = readFields(expenseFields, form.fields);
      const document = inqom.received.add(
        {
          partner: 'inqom',
          dossier: String(dossier.id),
          name: fields.FileNameWithExtension,
          type: 'expense',
          size: form.file.size,
          sha256: form.file.sha256,
          sha1: form.file.sha1,
          mediaType: form.file.mediaType,
          deliveryId: fields.DocumentReference ?? null,
          receivedAt: new Date(inqom.now()).toISOString(),
          details: { beneficiary: fields.BeneficiaryFullName },
        },
        form.file.path,
      );
      return { DocumentId: document.id };
    },
  );
}
