import type { Readable } from 'node:stream';
import { routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Transaction } from 'kysely';
import { requireClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { registerBinRoutes } from './bin-routes.ts';
import type { Destination } from './destination.ts';
import { registerDownloadRoutes } from './download-routes.ts';
import { registerFolderRoutes } from './folder-routes.ts';
import { findFolder } from './folders.ts';
import { loadHistory } from './history.ts';
import { getDocument, getReceivedDocument, getVersion, listDocuments } from './list-documents.ts';
import { makeVersionCurrent } from './make-version-current.ts';
import { moveDocuments } from './move-documents.ts';
import { receive } from './receive.ts';
import { serveContent } from './serve-content.ts';
import { tellPages } from './tell-pages.ts';
import { updateDocument } from './update-document.ts';
import { readUploadHeaders } from './upload-headers.ts';

export function registerDocumentRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerFolderRoutes(app, platform);
  registerBinRoutes(app, platform);
  registerDownloadRoutes(app, platform);

  registerRoute(app, platform, routes.listDocuments, async ({ caller, params, query }) =>
    inFirm(database, caller.firmId, async (trx) => {
      const folder = await findFolder(trx, caller.firmId, params.folder);
      await requireClient(trx, caller, folder.clientId);
      return listDocuments(platform, trx, caller, folder.id, query);
    }),
  );

  registerRoute(app, platform, routes.uploadDocument, async ({ caller, params, query, request }) =>
    upload(platform, caller, request, query.name, {
      kind: 'folder',
      folderId: params.folder,
      subPath: query.subPath ?? null,
      documentType: query.documentType ?? null,
      hotFolder: query.hotFolder ?? null,
    }),
  );

  registerRoute(app, platform, routes.uploadVersion, async ({ caller, params, query, request }) => {
    const document = await inFirm(database, caller.firmId, (trx) =>
      requireDocument(platform, trx, caller, params.document),
    );
    return upload(platform, caller, request, query.name ?? document.name, {
      kind: 'document',
      documentId: params.document,
    });
  });

  registerRoute(app, platform, routes.getDocument, async ({ caller, params }) =>
    inFirm(database, caller.firmId, (trx) => requireDocument(platform, trx, caller, params.document)),
  );

  registerRoute(app, platform, routes.updateDocument, async ({ caller, params, body }) => {
    const document = await inFirm(database, caller.firmId, async (trx) => {
      await updateDocument(platform, trx, caller, params.document, body);
      return getDocument(platform, trx, caller, params.document);
    });
    platform.live.publish(caller.firmId, 'documents');
    return document;
  });

  registerRoute(app, platform, routes.moveDocuments, async ({ caller, body }) => {
    const { laneIds, ...answer } = await inFirm(database, caller.firmId, (trx) =>
      moveDocuments(platform, trx, caller, {
        ...body,
        isConfirmed: body.isConfirmed ?? false,
        names: body.names ?? {},
      }),
    );
    await tellPages(platform, caller.firmId, laneIds);
    return answer;
  });

  registerRoute(app, platform, routes.makeVersionCurrent, async ({ caller, params }) => {
    const { laneIds, ...answer } = await inFirm(database, caller.firmId, async (trx) => {
      const made = await makeVersionCurrent(platform, trx, caller, params.document, params.version);
      return {
        laneIds: made.laneIds,
        document: await getDocument(platform, trx, caller, params.document),
        version: await getVersion(trx, caller.firmId, made.versionId),
      };
    });
    await tellPages(platform, caller.firmId, laneIds);
    return answer;
  });

  registerRoute(app, platform, routes.getHistory, async ({ caller, params }) =>
    inFirm(database, caller.firmId, async (trx) => {
      await requireDocument(platform, trx, caller, params.document);
      return loadHistory(platform, trx, caller, params.document);
    }),
  );

  registerRoute(app, platform, routes.downloadVersion, async ({ caller, params, query, request, reply }) => {
    const found = await inFirm(database, caller.firmId, async (trx) => {
      const document = await requireDocument(platform, trx, caller, params.document);
      const versions = await trx
        .selectFrom('versions')
        .select('id')
        .where('firm_id', '=', caller.firmId)
        .where('document_id', '=', params.document)
        .orderBy('number', 'desc')
        .execute();
      const id = versions.find((each) => query.version === undefined || each.id === query.version)?.id;
      if (id === undefined) throw new NavetteError('not_found');
      return { document, version: await getVersion(trx, caller.firmId, id) };
    });
    const { version, document } = found;
    await serveContent(platform, request, reply, {
      firmId: caller.firmId,
      sha256: version.sha256,
      sizeBytes: version.sizeBytes,
      name: document.name,
    });
    return undefined;
  });
}

async function upload(
  platform: Platform,
  caller: FirmCaller,
  request: FastifyRequest,
  name: string,
  destination: Destination,
) {
  const bytes = request.body as Readable;
  if (typeof bytes?.pipe !== 'function')
    throw new NavetteError('invalid_request', { detail: 'Content-Type: application/octet-stream' });
  const headers = readUploadHeaders(request);
  const received = await receive(platform, caller, destination, { ...headers, bytes, name });
  return inFirm(platform.database.app, caller.firmId, async (trx) => ({
    document: await getReceivedDocument(platform, trx, caller, received.documentId),
    version: await getVersion(trx, caller.firmId, received.versionId),
    replayed: received.replayed,
  }));
}

/** A document of a client that the caller sees. @throws NavetteError `not_found` */
async function requireDocument(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  documentId: string,
) {
  const document = await getDocument(platform, trx, caller, documentId);
  await requireClient(trx, caller, document.clientId);
  return document;
}
