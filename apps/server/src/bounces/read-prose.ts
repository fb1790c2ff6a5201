/**
 * Bounces without a report: old servers, gateways, providers that write for people alone. Being wrong one way shows a document as
 * not delivered, which a person sees; the other way loses it. So a mail daemon that speaks of a failure is believed.
 */
import type { Email } from 'postal-mime';
import type { Bounce } from './bounce.ts';
import { cleanWords } from './clean-words.ts';

const maxProse = 20_000;

/** Who writes bounces. Source: Postfix, Exim, sendmail, qmail, MDaemon, Exchange, DragonFly, Gmail. */
const daemons =
  /^(?:mailer[ _-]?daemon|post[ _-]?master|mdaemon|mail[ ._-]delivery[ ._-](?:sub)?(?:system|service)|microsoftexchange[0-9a-f]*)$/i;

/** What others call it, without a sender to answer to. */
const returned =
  /undeliver|failure notice|delivery (?:status|fail|notification)|returned (?:mail|to sender)|mail (?:delivery )?(?:failed|error)|non (?:remis|distribu)|[ée]chec/i;

/** Where the text of the mail that came back begins. Source: qmail, Exim, sendmail, Exchange, IBM Notes. */
const copyBegins =
  /^\W*(?:below this line is a copy|this is a copy of (?:the|your) message|original message (?:headers|follows)|the header of the original|message headers? follow|forwarded message|copie du message|message (?:d.)?origin\w*)/im;

/** Answers that people's mailboxes give by themselves. Source: RFC 3834, and what Exchange, Zimbra and Sieve write. */
const absence =
  /^\s*(?:re\s*:\s*)?(?:out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|absen(?:t|ce)|r[ée]ponse automatique|notification d.absence)/i;

const delay =
  /delay(?:ed)?\b|\bwarning message only|will (?:be )?(?:retr(?:y|ied)|keep trying)|(?:keep|still) trying|not yet been delivered|retard|sera retent|nouvelle tentative/i;

const finality =
  /giv(?:en|ing) up|not going to try again|permanent|retry time(?:out)? (?:not reached|exceeded)|retry timeout|cannot be delivered|could not be delivered|d[ée]finitif/i;

const success = /success(?:ful|fully)?\b|\bhas been delivered|bien (?:[ée]t[ée] )?(?:remis|distribu)/i;

/** An SMTP answer of 500 and more, alone or with its enhanced status. Source: RFC 5321 §4.2, RFC 3463. */
const refusal = /\b5\d\d[ \t#(-]+(?:\(?#?5\.\d{1,3}\.\d{1,3}\b)?|\b5\.[0-7]\.\d{1,3}\b/;

const failure =
  /undeliver|not (?:be )?deliver|unable to deliver|wasn'?t able to deliver|could(?:n'?t| not)|fail(?:ed|ure)|returned mail|reject|refus|does(?:n'?t| not) exist|unknown user|user unknown|no such|n.a pas pu|n.existe pas|did not reach|error (?:has )?occurred|non remis|impossible|[ée]chec|[ée]chou/i;

/** What a mail without a report says. Never throws. */
export function readProse(email: Email): Bounce {
  const text = proseOf(email);
  const subject = (email.subject ?? '').slice(0, 500);
  const all = `${subject}\n${text}`;
  if (!isDaemon(email) || isAnswerOfPeople(email, subject)) return { kind: 'other' };
  const words = explain(email);
  if (refusal.test(text) || finality.test(all)) return { kind: 'failed', words };
  if (delay.test(all)) return { kind: 'delayed', words };
  if (success.test(subject)) return { kind: 'delivered', words };
  return failure.test(all) ? { kind: 'failed', words } : { kind: 'other' };
}

/** The words of the part that people read: the server's answer where it is quoted, else what says that something failed. */
export function explain(email: Email): string {
  const text = proseOf(email);
  return wordsAround(text, refusal) || wordsAround(text, failure) || cleanWords(email.subject ?? '');
}

function isDaemon({ from, sender, subject, headers }: Email): boolean {
  if (headers.some(({ key }) => key === 'x-failed-recipients')) return true;
  const names = [from, sender].flatMap((each) => [each?.name, each?.address?.split('@')[0]]);
  if (names.some((each) => daemons.test(each?.trim() ?? ''))) return true;
  const hasNullSender = headers.some(({ key, value }) => key === 'return-path' && value.trim() === '<>');
  return hasNullSender && returned.test(subject ?? '');
}

function isAnswerOfPeople({ headers }: Email, subject: string): boolean {
  const marked = headers.some(
    ({ key, value }) =>
      key === 'x-autoreply' || key === 'x-autorespond' || (key === 'precedence' && /auto_reply/i.test(value)),
  );
  return marked || absence.test(subject);
}

/** The text before the copy of what came back, which is our own. */
function proseOf({ text, html }: Email): string {
  const prose = (text?.trim() ? text : withoutMarkup(html ?? '')).slice(0, maxProse);
  const copy = copyBegins.exec(prose);
  return copy === null ? prose : prose.slice(0, copy.index);
}

function withoutMarkup(html: string): string {
  return html
    .slice(0, 4 * maxProse)
    .replace(/<(style|script)\b[^>]{0,500}>[^<]{0,20000}/gi, ' ')
    .replace(/<(?:br|p|div|tr|li|h\d)\b[^<>]{0,2000}>/gi, '\n')
    .replace(/<[^<>]{0,2000}>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The line that says it, and those that go on with it. */
function wordsAround(text: string, what: RegExp): string {
  const lines = text.split(/\r?\n/);
  const at = lines.findIndex((line) => what.test(line));
  if (at < 0) return '';
  const rest = lines.slice(at, at + 4);
  const end = rest.findIndex((line, index) => index > 0 && line.trim() === '');
  return cleanWords(rest.slice(0, end < 0 ? rest.length : end).join(' '));
}
