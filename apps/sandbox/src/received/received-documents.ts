import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Journal, JournalEntry } from '../journal.ts';

const receivedDocument = z.object({
  /** Given by the sandbox, unique across partners, never used again. */
  id: z.number().int(),
  partner: z.string(),
  /** The partner's own key of the dossier, as text. */
  dossier: z.string(),
  name: z.string(),
  /** The partner's own word for the document type. */
  type: z.string(),
  size: z.number().int(),
  sha256: z.string(),
  sha1: z.string(),
  mediaType: z.string(),
  /** What the sender gave to recognise its delivery, `null` when it gave nothing. */
  deliveryId: z.string().nullable(),
  receivedAt: z.iso.datetime(),
  /** What became of it where the partner answers as if all were well: `lost`, nobody will ever see it; `unprocessed`, seen, never read. */
  fate: z.enum(['lost', 'unprocessed']).optional(),
  /** What only that partner keeps. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});

export type ReceivedDocument = Readonly<z.infer<typeof receivedDocument>>;

const firstId = 70_000_001;

/**
 * What the partners received: metadata in memory and in the journal, bytes on disk under `folder`.
 *
 * It is the record that reliability runs compare the platform with, so nothing leaves it but by `clear`.
 */
export class ReceivedDocuments {
  readonly incomingFolder: string;
  readonly #bytesFolder: string;
  readonly #journal: Journal;
  readonly #documents = new Map<number, ReceivedDocument>();
  readonly #byDossier = new Map<string, ReceivedDocument[]>();
  #nextId = firstId;

  constructor(folder: string, journal: Journal, entries: readonly JournalEntry[]) {
    this.#journal = journal;
    this.#bytesFolder = join(folder, 'bytes');
    this.incomingFolder = join(folder, 'incoming');
    // Halves of uploads that a kill interrupted.
    rmSync(this.incomingFolder, { recursive: true, force: true });
    mkdirSync(this.incomingFolder, { recursive: true });
    mkdirSync(this.#bytesFolder, { recursive: true });
    for (const entry of entries) this.#replay(entry);
  }

  /**
   * Keeps a document whose bytes are in the file `path` (under `incomingFolder`), which is moved.
   * Synchronous on purpose: two equal uploads that end together are still first and second.
   */
  add(document: Omit<ReceivedDocument, 'id'>, path: string): ReceivedDocument {
    const kept = { id: this.#nextId++, ...document };
    renameSync(path, this.bytesPath(kept.id));
    this.#journal.append({ about: 'received', document: kept });
    this.#index(kept);
    return kept;
  }

  get(id: number): ReceivedDocument | undefined {
    return this.#documents.get(id);
  }

  /** In the order of reception; of every partner when none is named. */
  list(partner?: string): ReceivedDocument[] {
    return [...this.#documents.values()].filter(
      (document) => partner === undefined || document.partner === partner,
    );
  }

  /** In the order of reception. Kept apart so that a dossier of 20,000 documents stays quick. */
  listDossier(partner: string, dossier: string): readonly ReceivedDocument[] {
    return this.#byDossier.get(`${partner}/${dossier}`) ?? [];
  }

  bytesPath(id: number): string {
    return join(this.#bytesFolder, String(id));
  }

  /** Forgets everything, in the journal first. Ids go on from where they were. */
  clear(): void {
    this.#journal.restart({ about: 'reset', nextId: this.#nextId });
    for (const id of this.#documents.keys()) rmSync(this.bytesPath(id), { force: true });
    this.#documents.clear();
    this.#byDossier.clear();
  }

  #index(document: ReceivedDocument): void {
    this.#documents.set(document.id, document);
    const key = `${document.partner}/${document.dossier}`;
    const others = this.#byDossier.get(key);
    if (others) others.push(document);
    else this.#byDossier.set(key, [document]);
  }

  #replay(entry: JournalEntry): void {
    if (entry.about === 'reset') this.#nextId = z.number().parse(entry.nextId);
    if (entry.about !== 'received') return;
    const document = receivedDocument.parse(entry.document);
    this.#index(document);
    this.#nextId = document.id + 1;
  }
}
