import type { Manifest } from '../manifest.ts';
import type { Subject } from './subject.ts';

/** One thing that every connector must do. */
export interface ConformanceCase {
  /** A sentence of behaviour, unique; skips are declared by it. */
  readonly name: string;
  /** Which manifests it concerns; all of them unless given. */
  readonly concerns?: (manifest: Manifest) => boolean;
  /** Throws when the connector does otherwise. */
  run(subject: Subject): Promise<void>;
}

export const canBeLookedUp = (manifest: Manifest): boolean =>
  manifest.types.some(({ afterUnknown }) => afterUnknown === 'lookup');
