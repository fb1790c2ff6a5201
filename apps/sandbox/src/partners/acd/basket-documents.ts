import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ReceivedDocument } from '../../received/received-documents.ts';
import { readUpload, type Upload, type UploadedFile } from '../../received/upload.ts';
import { type Acd, dossiersOf, readAccount, refuse } from './acd-parts.ts';
import { type BusinessProblem, technicalError } from './answers.ts';
import type { AcdDossier } from './seed.ts';

const mediaTypes = ['application/pdf', 'image/jpeg', 'image/png', 'image/tiff'];

const basketQuery = z.strictObject({ CodeDossier: z.string().min(1) });

/** `…/v1/panieres/documents?CodeDossier=`: `POST` puts one document into the basket of a dossier, `GET` lists what is there. */
export function addBasketDocuments(app: FastifyInstance, acd: Acd): void {
  const { received, state, now } = acd;

  app.get('/v1/panieres/documents', { config: { routeKind: 'get' } }, async (request) =>
    received.listDossier('acd', readOpenDossier(acd, request).code).map(basketEntry).reverse(),
  );

  app.post('/v1/panieres/documents', { config: { routeKind: 'push' } }, async (request, reply) => {
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
    return reply.code(201).send(basketEntry(document));
  });
}

/** The one state of recognition that is known: it is said from the deposit on. */
function basketEntry({ id, name, receivedAt }: ReceivedDocument) {
  return {
    Id: id,
    Nom: name,
    DateHeureDepot: formatLocalTime(new Date(receivedAt)),
    EtatOcerisation: '_OCERISE',
  };
}

/** A dossier that the account does not reach is unknown to it. */
function readOpenDossier(acd: Acd, request: FastifyRequest): AcdDossier {
  const account = readAccount(acd, request);
  const query = basketQuery.safeParse(request.query);
  if (!query.success) throw refuse(acd, wrongParameters);
  const { CodeDossier } = query.data;
  const dossier = dossiersOf(acd, account).find(({ code }) => code === CodeDossier);
  if (!dossier) {
    throw refuse(acd, {
      erreur: 'dossierInexistant',
      description: `Le dossier ${CodeDossier} est inconnu.`,
    });
  }
  if (dossier.closed) {
    throw refuse(acd, { erreur: 'dossierCloture', description: `Le dossier ${CodeDossier} est clôturé.` });
  }
  return dossier;
}

const wrongParameters = {
  erreur: 'parametreInvalide',
  description: 'Le paramètre CodeDossier est obligatoire, et le seul.',
};

/** Says all that is wrong with a file at once, as `listeErreurs` can. */
function checkFile(acd: Acd, upload: Upload): UploadedFile {
  const { maxBytes, anyFormat, refuses } = acd.state.current.behaviour;
  const [file, ...others] = upload.files;
  if (file?.field !== 'file' || others.length > 0 || upload.fields.size > 0) {
    const description = 'Un fichier et un seul est attendu, dans le champ file.';
    throw refuse(acd, { erreur: 'fichierNonRecu', description });
  }
  const problems: BusinessProblem[] = [];
  const add = (erreur: string, description: string) => problems.push({ erreur, description });
  if (refuses !== null) add('depotRefuse', refuses);
  if (file.name === '' || file.name.length > 255) {
    add('nomInvalide', 'Le nom du fichier est vide ou trop long.');
  }
  if (file.size === 0) add('fichierVide', 'Le fichier est vide.');
  else if (!anyFormat && !mediaTypes.includes(file.mediaType)) {
    add('formatInvalide', 'Le format du fichier n’est pas pris en charge (PDF, JPEG, PNG, TIFF).');
  }
  if (file.size > maxBytes) {
    add('tailleInvalide', `Le fichier dépasse la taille maximale de ${maxBytes} octets.`);
  }
  if (problems.length > 0) throw refuse(acd, ...problems);
  return file;
}

/** The firm's server speaks its own time, and does not say which: `2026-11-21T10:00:00`. */
function formatLocalTime(time: Date): string {
  return time.toLocaleString('sv-SE', { timeZone: 'Europe/Paris' }).replace(' ', 'T');
}
