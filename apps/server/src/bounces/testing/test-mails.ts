/** Mails that come back, as servers really write them, to a given return path. Every name in them is invented. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type TestMail =
  | 'exchange-online'
  | 'exim-delayed'
  | 'exim-without-report'
  | 'gateway-html'
  | 'gmail'
  | 'ordinary-answer'
  | 'out-of-office'
  | 'postfix-delayed'
  | 'postfix-delivered'
  | 'postfix-queue-expired'
  | 'postfix-user-unknown'
  | 'qmail'
  | 'read-receipt'
  | 'several-recipients';

/** One of the mails of this folder, with the line ends of SMTP. */
export function testMail(name: TestMail, returnPath = 'rebonds@cabinet.example'): Buffer {
  const text = readFileSync(join(import.meta.dirname, `${name}.eml`), 'utf8');
  return Buffer.from(text.replaceAll('{{return-path}}', returnPath).replaceAll('\n', '\r\n'));
}
