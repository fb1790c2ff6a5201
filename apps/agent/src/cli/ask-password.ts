import { text } from 'node:stream/consumers';
import { UsageError } from './output.ts';

const enter = new Set(['\r', '\n', '\u0004']);
const erase = new Set(['\u0008', '\u007f']);
const interrupt = '\u0003';

/**
 * The password: from standard input, from the environment (`NAVETTE_PASSWORD`, for scripts), or typed without being shown.
 * @throws UsageError when there is no way to ask
 */
export async function askPassword(prompt: string, isOnStdin: boolean): Promise<string> {
  if (isOnStdin) return (await text(process.stdin)).replace(/\r?\n$/, '');
  if (process.env.NAVETTE_PASSWORD) return process.env.NAVETTE_PASSWORD;
  if (!process.stdin.isTTY) throw new UsageError('passwordMissing');
  return askHidden(prompt);
}

/** What is typed at the keyboard without being shown. Needs a terminal. */
export async function askHidden(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  try {
    return await readHidden();
  } finally {
    process.stderr.write('\n');
  }
}

function readHidden(): Promise<string> {
  const { stdin } = process;
  const characters: string[] = [];
  return new Promise((resolve, reject) => {
    function end(settle: () => void): void {
      stdin.off('data', read);
      stdin.setRawMode(false);
      stdin.pause();
      settle();
    }
    function read(typed: string): void {
      for (const character of typed) {
        if (enter.has(character)) end(() => resolve(characters.join('')));
        else if (character === interrupt) end(() => reject(new UsageError('passwordMissing')));
        else if (erase.has(character)) characters.pop();
        else characters.push(character);
      }
    }
    stdin.setEncoding('utf8');
    stdin.setRawMode(true);
    stdin.resume();
    stdin.on('data', read);
  });
}
