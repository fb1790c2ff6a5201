/** Bytes that can be read again from their start, and what is known of them. */
export interface DocumentSource {
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Each call opens a new stream from the first byte. */
  readonly open: () => ReadableStream<Uint8Array>;
}
