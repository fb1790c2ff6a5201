import { describe, expect, it } from 'vitest';
import { runProgram } from './run-program.ts';
import { pathOf } from './start-platform.ts';

// A delivery that a kill left unknown is asked about for longer than any request can last: most of the time is waiting.
const timeout = 200_000;

describe.concurrent('a run in its short form loses nothing, doubles nothing and explains everything', () => {
  it.each(['drops', 'kills', 'partner-faults'])(
    '%s',
    async (name) => {
      const { code, stdout, stderr } = await runProgram(pathOf('chaos/main.ts'), [name, '--short']);
      expect(stdout.trimEnd().split('\n').at(-1), `${stdout}\n${stderr}`).toMatch(
        /^lost 0, twice 0, unexplained 0 of [1-9]\d*$/,
      );
      expect(stdout).toContain('out of balance 0 times');
      expect(code).toBe(0);
    },
    timeout,
  );
});
