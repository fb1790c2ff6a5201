/**
 * The store of bytes: content-addressed, per firm. A blob is staged (hashed while it is written, flushed), then kept under its
 * SHA-256 once everything about it is checked. What was kept is on the disk when `keep` comes back.
 */
import type { Readable } from 'node:stream';

export interface BlobStore {
  /**
   * Writes a stream to a temporary place, flushed. @throws NavetteError `file_too_large`, `upload_interrupted`, `disk_full`;
   * then nothing is left behind.
   */
  stage(firmId: string, bytes: Readable, limits: StageLimits): Promise<StagedBlob>;
  /**
   * Stages a file of this machine that is whole and flushed, without writing its bytes again where the disk allows it; the file
   * stays where it is, whatever becomes of the blob. @throws NavetteError `file_too_large`, `upload_interrupted` when it is not as
   * long as expected, `disk_full`
   */
  stageFile(firmId: string, path: string, limits: StageLimits): Promise<StagedBlob>;
  /** A new stream over a blob, or over a part of it that it has. The stream fails with ENOENT when the blob is not there. */
  read(firmId: string, sha256: string, range?: ByteRange): Readable;
  /** @returns whether a blob is there, with this many bytes. */
  has(firmId: string, sha256: string, sizeBytes: number): Promise<boolean>;
  /** Unlinks a blob, for good. One that is not there is no error. */
  remove(firmId: string, sha256: string): Promise<void>;
  /** Whether bytes can be written now. */
  isReady(): Promise<boolean>;
}

/** Both ends included, from 0. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface StageLimits {
  readonly maxBytes: number;
  /** From Content-Length, where it was given. */
  readonly expectedBytes: number | null;
}

export interface StagedBlob {
  /** 64 hex digits. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** The first bytes, to tell the media type by content. */
  readonly head: Uint8Array;
  /** Moves it to its place, durably. Calling twice, or for bytes that are there already, is safe. */
  keep(): Promise<void>;
  /** Removes it. Safe after `keep`. */
  [Symbol.asyncDispose](): Promise<void>;
}
