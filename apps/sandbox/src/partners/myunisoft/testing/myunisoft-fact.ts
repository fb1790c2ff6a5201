import type { Fact } from '../../../testing/fact.ts';
import type { MyUnisoftClient } from './myunisoft-client.ts';

export type MyUnisoftFact = Fact<{
  readonly myunisoft: MyUnisoftClient;
  /** The sandbox's time in milliseconds. */
  readonly clock: { now: number };
}>;
