import { z } from 'zod';

const destination = z.union([
  z.object({ folderId: z.string(), subPath: z.string().optional() }),
  z.object({ documentId: z.string() }),
]);

/** Where dropped files go: a folder, with the sub-folders of the drop, or a document that they are the new version of. */
export type Destination = z.infer<typeof destination>;

const unfinished = z.object({
  key: z.string(),
  firm: z.string(),
  user: z.string(),
  destination,
  name: z.string(),
  sizeBytes: z.number(),
  /** Hexadecimal. */
  sha256: z.string(),
  address: z.string(),
  keptBytes: z.number(),
  startedMs: z.number(),
});

/** A large upload that began: enough to go on after a reload, once the person has chosen the same file again. */
export type UnfinishedUpload = z.infer<typeof unfinished>;

/** The server forgets half uploads after a day. */
const keptMs = 24 * 3_600_000;
const storageKey = 'navette-uploads';

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/**
 * Large uploads that have begun, remembered on this computer. What the browser refuses to keep is only not resumed after a reload.
 * @param nowMs the present instant, for what is over
 */
export function createUnfinishedUploads(store: Store, nowMs: () => number) {
  function list(): UnfinishedUpload[] {
    try {
      const parsed = z.array(unfinished).safeParse(JSON.parse(store.getItem(storageKey) ?? '[]'));
      return parsed.success ? parsed.data.filter(({ startedMs }) => nowMs() - startedMs < keptMs) : [];
    } catch {
      return [];
    }
  }
  function save(uploads: readonly UnfinishedUpload[]) {
    try {
      store.setItem(storageKey, JSON.stringify(uploads));
    } catch {
      // Private windows and full stores keep nothing.
    }
  }
  return {
    list,
    find: (key: string) => list().find((upload) => upload.key === key),
    remember: (upload: UnfinishedUpload) => save([...list().filter(({ key }) => key !== upload.key), upload]),
    kept: (key: string, keptBytes: number) =>
      save(list().map((upload) => (upload.key === key ? { ...upload, keptBytes } : upload))),
    forget: (key: string) => save(list().filter((upload) => upload.key !== key)),
  };
}

export type UnfinishedUploads = ReturnType<typeof createUnfinishedUploads>;

/** Whether a file looks like the one that an upload began with; its hash decides before a byte is sent. */
export function isSameFile(
  upload: Pick<UnfinishedUpload, 'name' | 'sizeBytes'>,
  file: Pick<File, 'name' | 'size'>,
): boolean {
  return upload.name === file.name && upload.sizeBytes === file.size;
}

/** Whether two drops go to the same place. */
export function isSameDestination(a: Destination, b: Destination): boolean {
  if ('documentId' in a) return 'documentId' in b && a.documentId === b.documentId;
  return 'folderId' in b && a.folderId === b.folderId && (a.subPath ?? '') === (b.subPath ?? '');
}
