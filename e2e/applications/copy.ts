/** A document as it stands at the partner, seen without the connector. */
export interface Copy {
  readonly dossier: string;
  readonly sha256: string;
  /** The partner's word for the type, where it keeps one. */
  readonly type?: string;
  /** Where the partner is told. */
  readonly deliveryId?: string | null;
}
