/** What a bench measured, as a table of `docs/performance.md`. */
export interface BenchResult {
  readonly title: string;
  readonly text: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Bench {
  readonly name: string;
  readonly summary: string;
  run(log: (line: string) => void): Promise<BenchResult>;
}
