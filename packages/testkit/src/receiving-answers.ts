/** What the receiving server answers with, in the shapes of the contract. */
import { randomUUID } from 'node:crypto';
import type { Client, Document, Folder, Version } from '@navette/api';

interface StoredFile {
  readonly sha256: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly documentId: string;
}

/** A folder of a client's tree. */
export function newFolder(path: string): Folder {
  const name = path.split('/').at(-1) ?? '';
  const counts = { documents: 0, undelivered: 0 };
  return { id: randomUUID(), parentId: null, name, path, canChange: true, ...counts, destinations: [] };
}

/** A client with a SIRET. */
export function newClient(name: string, siret: string): Client {
  return {
    id: randomUUID(),
    name,
    code: null,
    siret,
    siretState: 'valid',
    siretOverrideReason: null,
    attributes: [],
    isSiretShared: false,
    sameSiret: [],
    connections: [],
    undelivered: 0,
    onTheWay: 0,
    lastReceivedAt: null,
    collaborators: [],
    createdAt: new Date().toISOString(),
    archivedAt: null,
  };
}

/** The answer to an upload. */
export function receipt(file: StoredFile, folder: Folder, client: Client, replayed: boolean) {
  const receivedAt = new Date().toISOString();
  const facts = {
    sha256: file.sha256,
    sizeBytes: file.sizeBytes,
    mediaType: 'application/octet-stream',
    receivedAt,
  };
  const version: Version = {
    ...facts,
    id: randomUUID(),
    number: 1,
    name: file.name,
    origin: { kind: 'agent', name: 'test', detail: null },
  };
  const document: Document = {
    ...facts,
    id: file.documentId,
    clientId: client.id,
    folderId: folder.id,
    folderPath: folder.path,
    name: file.name,
    documentType: null,
    versions: 1,
    archivedAt: null,
    badge: { state: 'nothing_to_send', heldReason: null, booked: false, reason: null, partner: null },
  };
  return { document, version, replayed };
}
