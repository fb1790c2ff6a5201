import type { Fact } from '../../../testing/fact.ts';
import type { AcdClient } from './acd-client.ts';

export type AcdFact = Fact<{
  readonly acd: AcdClient;
  /** The sandbox's time in milliseconds. */
  readonly clock: { now: number };
}>;
