/** The machine-readable part of a bounce. Source: RFC 3464 §2, RFC 3463 for the statuses. */
import { cleanWords } from './clean-words.ts';

interface Report {
  readonly kind: 'failed' | 'delayed' | 'delivered';
  readonly words: string;
}

type Fields = ReadonlyMap<string, string>;

const maxRecipients = 100;
const order = ['failed', 'delayed', 'delivered'] as const;

/**
 * The worst that a report says of a recipient. `failed` means that the server has given up, whatever its status: a status of 4
 * there is a queue that was left at last, and the document did not arrive. @returns `null` when it names no recipient
 */
export function readStatusReport(text: string): Report | null {
  const recipients = groupsOf(text)
    .filter((fields) => fields.has('action') || fields.has('status'))
    .slice(0, maxRecipients)
    .map((fields) => ({ kind: kindOf(fields), words: wordsOf(fields) }));
  for (const kind of order) {
    const found = recipients.find((each) => each.kind === kind);
    if (found) return found;
  }
  return null;
}

function kindOf(fields: Fields): Report['kind'] {
  const action = /^[a-z]+/.exec(fields.get('action')?.toLowerCase() ?? '')?.[0] ?? '';
  return actionKinds.get(action) ?? statusKinds.get(fields.get('status')?.charAt(0) ?? '') ?? 'delayed';
}

/** RFC 3464 §2.3.3; `expired` is SendGrid's. */
const actionKinds: ReadonlyMap<string, Report['kind']> = new Map([
  ['failed', 'failed'],
  ['expired', 'failed'],
  ['delayed', 'delayed'],
  ['delivered', 'delivered'],
  ['relayed', 'delivered'],
  ['expanded', 'delivered'],
]);

const statusKinds: ReadonlyMap<string, Report['kind']> = new Map([
  ['5', 'failed'],
  ['4', 'delayed'],
  ['2', 'delivered'],
]);

/** `smtp; 550 5.1.1 …` without the type. */
function wordsOf(fields: Fields): string {
  const diagnostic = (fields.get('diagnostic-code') ?? '').replace(/^[\w-]{1,40}\s*;/, '');
  return cleanWords(diagnostic);
}

/** Groups of fields between empty lines; lines that begin with a blank go on with the one before. */
function groupsOf(text: string): Fields[] {
  const groups: Map<string, string>[] = [new Map()];
  let name = '';
  for (const line of text.split(/\r?\n|\r/)) {
    const group = groups.at(-1) ?? new Map<string, string>();
    const field = /^([\w-]{1,60})[ \t]*:(.*)$/.exec(line);
    if (line.trim() === '') {
      if (group.size > 0) groups.push(new Map());
      name = '';
    } else if (/^[ \t]/.test(line)) {
      if (name !== '') group.set(name, `${group.get(name)} ${line.trim()}`);
    } else if (field) {
      name = (field[1] ?? '').toLowerCase();
      // A group that begins anew without an empty line between, as some servers write them.
      if (name === 'final-recipient' && group.has(name)) groups.push(new Map());
      groups.at(-1)?.set(name, (field[2] ?? '').trim());
    }
  }
  return groups;
}
