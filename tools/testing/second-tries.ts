/** Tests that pass at their second try: allowed where thousands of them are one landing, and told, since each is a defect. */
import { stripVTControlCharacters } from 'node:util';

/** How often a failed test is tried again (docs/decisions/0028-second-tries.md). */
export function triesAgain(environment: NodeJS.ProcessEnv): number {
  return environment.CI ? 1 : 0;
}

export interface SecondTry {
  readonly file: string;
  readonly test: string;
  /** Of the first try. */
  readonly errors: readonly { readonly message: string }[];
}

/** What the run says of them at its end; nothing when there are none. */
export function describeSecondTries(tests: readonly SecondTry[]): string[] {
  if (tests.length === 0) return [];
  return [
    `PASSED ONLY AT THE SECOND TRY (${tests.length}): each is a defect of the test or of the product, to be mended`,
    ...tests.flatMap(({ file, test, errors: [first] }) => [
      `  ${file} > ${test}`,
      `      ${firstLine(first?.message ?? 'its error was not kept')}`,
    ]),
  ];
}

function firstLine(message: string): string {
  return stripVTControlCharacters(message).split('\n')[0]?.slice(0, 300) ?? '';
}
