import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ReceivedDocument } from '../../received/received-documents.ts';
import { notFound, readId } from './answers.ts';
import { readDossier, readOpenDossier } from './dossiers.ts';
import type { Inqom } from './inqom-parts.ts';
import { readFields, readForm } from './push-form.ts';
import { standingOf } from './standing.ts';

const documentFields = z.strictObject({
  TypeScan: z.enum(['Supplier', 'Client', 'Others']),
  FileSource: z.literal('Api'),
  DocumentName: z.string().min(1).max(255),
  DocRef: z.string().optional(),
  SourceId: z.string().optional(),
  WithoutWorkflow: z.enum(['true', 'false']).optional(),
});

const folderPath = '/api/accounting-documents/accounting-folders/:id/Documents';

/** `POST …/Documents/`, `GET …/Documents` and `GET …/Documents/{id}`. */
export function addDocuments(app: FastifyInstance, inqom: Inqom): void {
  const { received, now } = inqom;

  app.post<{ Params: { id: string } }>(
    `${folderPath}/`,
    { config: { routeKind: 'push' } },
    async (request, reply) => {
      const dossier = readOpenDossier(inqom, request);
      await using form = await readForm(inqom, request, 'Document');
      const fields = readFields(documentFields, form.fields);
      const { file } = form;
      const first = firstWithSameBytes(inqom, String(dossier.id), file.sha1);
      const document = received.add(
        {
          partner: 'inqom',
          dossier: String(dossier.id),
          name: fields.DocumentName,
          type: fields.TypeScan,
          size: file.size,
          sha256: file.sha256,
          sha1: file.sha1,
          mediaType: file.mediaType,
          deliveryId: fields.SourceId ?? null,
          receivedAt: new Date(now()).toISOString(),
          details: { docRef: fields.DocRef ?? null, origin: first?.id ?? null },
        },
        file.path,
      );
      return reply.code(201).send(documentAnswer(inqom, document));
    },
  );

  // No paging and oldest first: what was just sent is at the end.
  app.get<{ Params: { id: string } }>(folderPath, { config: { routeKind: 'get' } }, async (request) => {
    const dossier = readDossier(inqom, request);
    return received
      .listDossier('inqom', String(dossier.id))
      .filter((document) => isVisible(inqom, document))
      .map((document) => documentAnswer(inqom, document));
  });

  app.get<{ Params: { id: string; documentId: string } }>(
    `${folderPath}/:documentId`,
    { config: { routeKind: 'get' } },
    async (request) => {
      const dossier = readDossier(inqom, request);
      const document = received.get(readId(request.params.documentId));
      if (document?.partner !== 'inqom' || document.dossier !== String(dossier.id)) throw notFound();
      if (!isVisible(inqom, document)) throw notFound();
      return documentAnswer(inqom, document);
    },
  );
}

/** Expense notes are in the same dossier, but no route of this family shows them. */
function isVisible({ state, now }: Inqom, document: ReceivedDocument): boolean {
  const newest = now() - state.behaviour.listedAfterMs;
  return document.type !== 'expense' && Date.parse(document.receivedAt) <= newest;
}

function firstWithSameBytes(
  { received }: Inqom,
  dossier: string,
  sha1: string,
): ReceivedDocument | undefined {
  return received
    .listDossier('inqom', dossier)
    .find((document) => document.sha1 === sha1 && document.type !== 'expense');
}

function documentAnswer(inqom: Inqom, document: ReceivedDocument) {
  const standing = standingOf(inqom, document);
  return {
    Id: document.id,
    AccountingFolderId: Number(document.dossier),
    Name: document.name,
    Type: document.type,
    Size: document.size,
    OrigineId: standing.origineId,
    CreatedAt: document.receivedAt,
    Source: 'Api',
    SourceId: document.deliveryId,
    DocRef: document.details.docRef ?? null,
    Checksum: document.sha1.toUpperCase(),
    Status: standing.status,
    StatusReasons: standing.reasons,
    StatusUpdatedAt: standing.since,
  };
}
