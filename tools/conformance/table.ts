/** The table of the conformance suite, from what its tests noted. */
import type { ConformanceNote } from '@navette/connector/conformance';

export interface NotedTest {
  readonly note: ConformanceNote;
  readonly hasPassed: boolean;
  /** Why it was not run at all. */
  readonly leftOut?: string;
}

export interface ConformanceTable {
  readonly text: string;
  readonly failures: number;
}

interface Row {
  readonly connector: string;
  readonly passed: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
  readonly skips: Readonly<Record<string, string>>;
}

/**
 * Cases down, connectors across; then each connector with its declared skips; then each broken connector with the case that
 * caught it; last of all the line that sums up.
 * @param manifests the ids that had to be tested; one that was not counts as a failure
 */
export function renderConformance(
  tests: readonly NotedTest[],
  manifests: readonly string[],
): ConformanceTable {
  const caseNames = tests.flatMap(({ note }) => (note.kind === 'suite' ? note.cases : []));
  const rows = manifests.map((connector) => readRow(connector, tests));
  const broken = tests.flatMap(({ note, hasPassed }) =>
    note.kind === 'broken' ? [{ note, hasPassed }] : [],
  );
  const sum = (count: (row: Row) => number) => rows.reduce((total, row) => total + count(row), 0);
  const missed = broken.filter(({ hasPassed }) => !hasPassed);
  const unproved = caseNames.filter((name) => !broken.some(({ note }) => note.case === name));
  const failed = sum(failuresOf);
  const text = [
    ...renderMatrix(rows, caseNames),
    '',
    ...rows.flatMap(renderRow),
    '',
    ...broken.map(
      ({ note, hasPassed }) =>
        `${hasPassed ? 'caught' : 'MISSED'}  one that ${note.what}\n        by: ${note.case}`,
    ),
    ...unproved.map((name) => `UNPROVED  ${name}`),
    '',
    `${broken.length} broken connectors: ${broken.length - missed.length} caught by exactly their case, ${missed.length} missed`,
    `${rows.length} connectors × ${caseNames.length} cases: ${sum(({ passed }) => passed.size)} passed, ` +
      `${sum(({ skips }) => Object.keys(skips).length)} declared skips, ${failed} failed`,
  ];
  return { text: text.join('\n'), failures: failed + missed.length + unproved.length };
}

function readRow(connector: string, tests: readonly NotedTest[]): Row {
  const passed = new Set<string>();
  const failed = new Set<string>();
  let skips: Row['skips'] | null = null;
  for (const { note, hasPassed, leftOut } of tests) {
    if (!('connector' in note) || note.connector !== connector) continue;
    if (leftOut !== undefined) {
      failed.add(`not run here: ${leftOut}`);
      skips ??= {};
      continue;
    }
    if (note.kind === 'case') (hasPassed ? passed : failed).add(note.case);
    if (note.kind === 'run') skips = note.skips;
    if (note.kind === 'run' && !hasPassed) failed.add('ran its cases, and declared the others');
  }
  if (skips === null) failed.add('has no conformance test');
  // A connector may meet several partners: what fails with one of them has not passed.
  for (const name of failed) passed.delete(name);
  return { connector, passed, failed, skips: skips ?? {} };
}

function failuresOf({ failed }: Row): number {
  return failed.size;
}

/** `✓` passed, `✗` failed, `s` a declared skip, `·` does not concern the connector. */
function renderMatrix(rows: readonly Row[], caseNames: readonly string[]): string[] {
  const heads = rows.map((_, index) => String(index + 1).padStart(3)).join('');
  const cells = (name: string) =>
    rows
      .map(({ passed, failed, skips }) =>
        passed.has(name) ? '✓' : failed.has(name) ? '✗' : Object.hasOwn(skips, name) ? 's' : '·',
      )
      .map((mark) => mark.padStart(3))
      .join('');
  return [
    `${heads}   ✓ passed  ✗ failed  s declared skip  · does not concern it`,
    ...caseNames.map((name) => `${cells(name)}   ${name}`),
  ];
}

function renderRow({ connector, passed, failed, skips }: Row, index: number): string[] {
  const skipped = Object.entries(skips);
  const counts = `${passed.size} passed, ${skipped.length} skipped, ${failed.size} failed`;
  return [
    `${String(index + 1).padStart(3)}  ${connector.padEnd(24)} ${counts}`,
    ...skipped.map(([name, reason]) => `       skip: ${name} (${reason})`),
    ...[...failed].map((name) => `       FAIL: ${name}`),
  ];
}
