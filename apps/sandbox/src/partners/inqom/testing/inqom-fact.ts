import type { Fact } from '../../../testing/fact.ts';
import type { InqomClient } from './inqom-client.ts';

export type InqomFact = Fact<{
  readonly inqom: InqomClient;
  /** The sandbox's time in milliseconds. */
  readonly clock: { now: number };
}>;
