import type { Installation } from '@navette/api';

/** Which mapping: of which application, of which clients, by which attribute. */
export interface MappingPlace {
  readonly firm: string;
  readonly installationId: string;
  /** The wizard whose clients are compared; all that the person sees without one. */
  readonly setup: string | undefined;
  /** Compared by this one rather than by the one kept for the application. */
  readonly attributeId: string | undefined;
}

/** What rows and panels need to know of it. */
export interface MappingFrame extends MappingPlace {
  readonly installation: Installation;
  /** The name of the attribute that is compared; `null` without one. */
  readonly attributeLabel: string | null;
  /** The id of that attribute, kept or named. */
  readonly comparedId: string | null;
}
