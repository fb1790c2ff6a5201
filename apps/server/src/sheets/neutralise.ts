/**
 * A spreadsheet that opens a CSV file runs every cell that begins like a formula, even in quotes
 * (https://owasp.org/www-community/attacks/CSV_Injection). An apostrophe in front keeps such text as text; reading takes it away
 * again, and only there, so that what is written is what is read.
 */

const startsLikeFormula = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * A sign and a number, an amount (`-12,50`) or a telephone (`+33 1 44 55 66 77`): nothing that could compute or call, and an
 * apostrophe would spoil it.
 */
const isSignedNumber = /^[+-][\d .,()\u00a0\u202f]*$/;

/** Text as a CSV cell may hold it. */
export function neutraliseFormula(text: string): string {
  return startsLikeFormula.test(text) && !isSignedNumber.test(text) ? `'${text}` : text;
}

/** The text that `neutraliseFormula` was given. */
export function restoreFormula(text: string): string {
  return text.startsWith("'") && startsLikeFormula.test(text) ? text.slice(1) : text;
}
