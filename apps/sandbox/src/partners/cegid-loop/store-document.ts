import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readRawUpload } from '../../received/upload.ts';
import { refusal } from './answers.ts';
import type { Cegid } from './cegid-parts.ts';

const storeQuery = z.strictObject({
  context: z.string().min(1).max(100),
  filename: z
    .string()
    .min(1)
    .max(255)
    .regex(/^\P{Cc}+$/u, 'control character'),
  transaction: z.enum(['PURCHASE', 'SALE']).optional(),
  uploadAuthor: z.string().optional(),
  uploadMode: z.string().optional(),
  collectionStage: z.string().optional(),
});

const processed = ['application/pdf', 'image/jpeg', 'image/png'];

/** `POST …/storeDocument`: raw body. The answer is the same whether somebody will ever see the document or not. */
export function addStoreDocument(app: FastifyInstance, cegid: Cegid): void {
  const { state, received, now } = cegid;
  app.post('/loop-api-publiques/storeDocument', { config: { routeKind: 'push' } }, async (request, reply) => {
    const query = storeQuery.safeParse(request.query);
    if (!query.success) throw refusal(400, z.prettifyError(query.error));
    const { context, filename, transaction = '' } = query.data;
    const { maxBytes } = state.current.behaviour;
    await using upload = await readRawUpload(request, received.incomingFolder, maxBytes);
    const { path, ...bytes } = upload.file;
    if (bytes.size === 0) throw refusal(400, 'The body is empty.');
    if (bytes.size > maxBytes) throw refusal(413, `The file can not be larger than ${maxBytes} bytes.`);
    const fate = fateOf(cegid, context, bytes.mediaType);
    const document = received.add(
      {
        ...bytes,
        partner: 'cegid-loop',
        dossier: context,
        name: filename,
        type: transaction,
        deliveryId: null,
        receivedAt: new Date(now()).toISOString(),
        details: {},
        ...(fate === undefined ? {} : { fate }),
      },
      path,
    );
    return reply.code(200).send({
      id: String(document.id),
      context,
      filename,
      transaction: transaction || null,
      size: document.size,
      createdAt: document.receivedAt,
    });
  });
}

/** Decided when it comes: a dossier made later does not bring it back. */
function fateOf({ state }: Cegid, code: string, mediaType: string): 'lost' | 'unprocessed' | undefined {
  const { dossiers, behaviour } = state.current;
  if (!dossiers.has(code)) return 'lost';
  return behaviour.anyFormat || processed.includes(mediaType) ? undefined : 'unprocessed';
}
