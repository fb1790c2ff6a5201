import type { Manifest } from '../manifest.ts';
import type { ConformanceHarness } from './harness.ts';
import type { Subject } from './subject.ts';

/** One thing that every connector it concerns must do. */
export interface ConformanceCase {
  /** A sentence of behaviour, unique; skips are declared by it. */
  readonly name: string;
  /** Which manifests it concerns, and which partners; all of them unless given. */
  readonly concerns?: (manifest: Manifest, harness: ConformanceHarness) => boolean;
  /** It looks at the whole process: nothing else may go on meanwhile. */
  readonly alone?: true;
  /** Throws when the connector does otherwise. */
  run(subject: Subject): Promise<void>;
}
