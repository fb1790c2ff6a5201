import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readUpload, type Upload, type UploadedFile } from '../../received/upload.ts';
import { type Acd, dossiersOf, readAccount } from './acd-parts.ts';
import { businessError, technicalError } from './answers.ts';
import type { AcdDossier } from './seed.ts';

const mediaTypes = ['application/pdf', 'image/jpeg', 'image/png', 'image/tiff'];

const basketQuery = z.strictObject({ CodeDossier: z.string().min(1) });

/** `POST …/v1/panieres/documents?CodeDossier=`: one document into the basket of a dossier. */
export function addBasketDocuments(app: FastifyInstance, acd: Acd): void {
  const { received, state, now } = acd;
  app.post('/v1/panieres/documents', { config: { routeKind: 'push' } }, async (request) => {
    const dossier = readOpenDossier(acd, request);
    if (!request.isMultipart()) throw technicalError();
    await using upload = await readUpload(request, received.incomingFolder, state.current.behaviour.maxBytes);
    const file = checkFile(acd, upload);
    const receivedAt = new Date(now());
    const document = received.add(
      {
        partner: 'acd',
        dossier: dossier.code,
        name: file.name,
        type: '',
        size: file.size,
        sha256: file.sha256,
        sha1: file.sha1,
        mediaType: file.mediaType,
        // The interface carries nothing that would recognise a delivery.
        deliveryId: null,
        receivedAt: receivedAt.toISOString(),
        details: {},
      },
      file.path,
    );
    return { Id: document.id, Nom: document.name, DateHeureDepot: formatLocalTime(receivedAt) };
  });
}

/** A dossier that the account does not reach is unknown to it. */
function readOpenDossier(acd: Acd, request: FastifyRequest): AcdDossier {
  const account = readAccount(acd, request);
  const query = basketQuery.safeParse(request.query);
  if (!query.success) throw businessError('Le paramètre CodeDossier est obligatoire, et le seul.');
  const { CodeDossier } = query.data;
  const dossier = dossiersOf(acd, account).find(({ code }) => code === CodeDossier);
  if (!dossier) throw businessError(`Le dossier ${CodeDossier} est inconnu.`);
  if (dossier.closed) throw businessError(`Le dossier ${CodeDossier} est clôturé.`);
  return dossier;
}

/** Says all that is wrong with a file at once, as `listeErreurs` can. */
function checkFile({ state }: Acd, upload: Upload): UploadedFile {
  const { maxBytes, anyFormat, refuses } = state.current.behaviour;
  const [file, ...others] = upload.files;
  if (file?.field !== 'file' || others.length > 0 || upload.fields.size > 0) {
    throw businessError('Un fichier et un seul est attendu, dans le champ file.');
  }
  const errors: string[] = [];
  if (refuses !== null) errors.push(refuses);
  if (file.name === '' || file.name.length > 255) errors.push('Le nom du fichier est vide ou trop long.');
  if (file.size === 0) errors.push('Le fichier est vide.');
  else if (!anyFormat && !mediaTypes.includes(file.mediaType)) {
    errors.push('Le format du fichier n’est pas pris en charge (PDF, JPEG, PNG, TIFF).');
  }
  if (file.size > maxBytes) errors.push(`Le fichier dépasse la taille maximale de ${maxBytes} octets.`);
  if (errors.length > 0) throw businessError(...errors);
  return file;
}

/** The firm's server speaks its own time, and does not say which: `2026-11-21T10:00:00`. */
function formatLocalTime(time: Date): string {
  return time.toLocaleString('sv-SE', { timeZone: 'Europe/Paris' }).replace(' ', 'T');
}
