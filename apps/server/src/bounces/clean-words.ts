import { maskReturnPaths } from './return-path.ts';

const maxWords = 500;
/** Enough for the words, and little enough for any expression. */
const maxRead = 4_000;

/** A server's words as people read them: one line, no markup, nothing invisible, no return path, 500 characters at most. */
export function cleanWords(words: string): string {
  return maskReturnPaths(words.slice(0, maxRead))
    .replace(/<\/?[a-z][^<>@]{0,500}>/gi, ' ')
    .replace(/[<>]/g, '')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, maxWords)
    .trim();
}
