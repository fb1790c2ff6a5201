import type { Verdict } from './verdict.ts';

/** A chaos program: `npm run chaos -- <name> [--short]`. */
export interface Scenario {
  readonly name: string;
  readonly summary: string;
  run(options: { readonly short: boolean; readonly log: (line: string) => void }): Promise<Verdict>;
}
