import type { DocumentSource } from '../document-source.ts';

/**
 * A place where files are kept: what SFTP, WebDAV and a folder have in common. Paths are relative to the place that the
 * application was given, parts separated by `/`, each part a safe file name. Every method throws DeliveryError.
 */
export interface RemoteFiles {
  /** @returns `null` when nothing is there */
  stat(path: string, signal: AbortSignal): Promise<{ readonly sizeBytes: number } | null>;
  read(path: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Writes a file whole, over what an attempt that broke may have left under that name. Streamed; a cut leaves a part of it. */
  write(path: string, document: DocumentSource, signal: AbortSignal): Promise<void>;
  /**
   * Gives a file its final name, and never replaces one. @returns whether it has it now: `false` when that name is taken.
   * @throws DeliveryError `outcome_unknown` when the request left and no answer came
   */
  rename(from: string, to: string, signal: AbortSignal): Promise<boolean>;
  /** Removes a file; nothing happens when there is none. */
  remove(path: string, signal: AbortSignal): Promise<void>;
  /** Makes a folder and those above it, as far as they are missing. */
  makeFolder(path: string, signal: AbortSignal): Promise<void>;
}
