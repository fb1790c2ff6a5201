import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { z } from 'zod';
import { type Journal, openJournal } from '../journal.ts';
import { type MailboxBehaviour, mailboxBehaviour } from './behaviour.ts';
import { collect, ignoredReasons } from './collect-addresses.ts';

const bounced = z.object({
  recipient: z.string(),
  status: z.string(),
  sentAt: z.iso.datetime().nullable(),
  /** Why it was not sent. */
  error: z.string().nullable(),
});

export type Bounced = z.infer<typeof bounced>;

const message = z.object({
  id: z.number().int(),
  receivedAt: z.iso.datetime(),
  size: z.number().int(),
  /** What the SMTP conversation said, which headers need not repeat (VERP, hidden copies). */
  envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  messageId: z.string().nullable(),
  /** The header `X-Navette-Delivery`. */
  deliveryId: z.string().nullable().default(null),
  text: z.string(),
  hasHtml: z.boolean(),
  attachments: z.array(z.object({ name: z.string(), mediaType: z.string(), size: z.number().int() })),
  /** Whose collect address it came to, and why that application does nothing with it. */
  application: z.string().nullable().default(null),
  ignored: z.enum(ignoredReasons).nullable().default(null),
  bounced: bounced.nullable().default(null),
});

export type Message = Readonly<z.infer<typeof message>>;

/** Mails received: the raw ones on disk, what a list shows in memory and in a journal; and how the mailbox was told to behave. */
export class Messages {
  behaviour: MailboxBehaviour = mailboxBehaviour.parse({});
  readonly #folder: string;
  readonly #journal: Journal;
  readonly #messages = new Map<number, Message>();
  #nextId = 1;

  constructor(folder: string) {
    this.#folder = folder;
    rmSync(this.#incoming, { recursive: true, force: true });
    mkdirSync(this.#incoming, { recursive: true });
    const { journal, entries } = openJournal(join(folder, 'journal.jsonl'));
    this.#journal = journal;
    for (const entry of entries) {
      if (entry.about === 'reset') this.#nextId = z.number().parse(entry.nextId);
      else if (entry.about === 'behaviour') this.behaviour = mailboxBehaviour.parse(entry.behaviour);
      // A mail that bounced is written a second time.
      else this.#index(message.parse(entry.message));
    }
  }

  get #incoming(): string {
    return join(this.#folder, 'incoming');
  }

  /** A file to write a mail to while it arrives. */
  incomingPath(name: string): string {
    return join(this.#incoming, name);
  }

  /** Keeps the mail in the file `path`, which is moved. */
  async add(path: string, envelope: Message['envelope'], receivedAt: string): Promise<Message> {
    const raw = readFileSync(path);
    const email = await PostalMime.parse(raw);
    const known = { envelope, size: raw.length, ...summarise(email) };
    const collected = collect(known, email.from?.address ?? '', this.behaviour);
    const kept = { id: this.#nextId++, receivedAt, ...known, ...collected, bounced: null };
    renameSync(path, this.rawPath(kept.id));
    this.#keep(kept);
    return kept;
  }

  /** Notes that a mail was sent back, or could not be. Without effect when it is no longer there. */
  noteBounce(id: number, bounce: Bounced): void {
    const known = this.#messages.get(id);
    if (known) this.#keep({ ...known, bounced: bounce });
  }

  /** Survives a restart, ends with `clear`. */
  setBehaviour(behaviour: MailboxBehaviour): void {
    this.#journal.append({ about: 'behaviour', behaviour });
    this.behaviour = behaviour;
  }

  /** Oldest first. */
  list(): Message[] {
    return [...this.#messages.values()];
  }

  get(id: number): Message | undefined {
    return this.#messages.get(id);
  }

  /** Parses the raw mail again, with its HTML and its attachments' bytes. */
  async read(id: number): Promise<Email> {
    return PostalMime.parse(readFileSync(this.rawPath(id)));
  }

  /** The header of a mail, as it came. */
  readHeader(id: number): string {
    return readFileSync(this.rawPath(id), 'latin1').split(/\r?\n\r?\n/, 1)[0] ?? '';
  }

  rawPath(id: number): string {
    return join(this.#folder, `${id}.eml`);
  }

  /** Forgets every mail and every order. Ids go on. */
  clear(): void {
    this.#forget();
    this.behaviour = mailboxBehaviour.parse({});
  }

  /** Forgets every mail; what was ordered stays. */
  clearMessages(): void {
    this.#forget();
    this.setBehaviour(this.behaviour);
  }

  close(): void {
    this.#journal.close();
  }

  #forget(): void {
    this.#journal.restart({ about: 'reset', nextId: this.#nextId });
    for (const id of this.#messages.keys()) rmSync(this.rawPath(id), { force: true });
    this.#messages.clear();
  }

  #keep(kept: Message): void {
    this.#journal.append({ about: 'message', message: kept });
    this.#index(kept);
  }

  #index(kept: Message): void {
    this.#messages.set(kept.id, kept);
    this.#nextId = Math.max(this.#nextId, kept.id + 1);
  }
}

function summarise(email: Email) {
  return {
    from: email.from ? writeAddress(email.from) : '',
    to: (email.to ?? []).map(writeAddress).join(', '),
    subject: email.subject ?? '',
    messageId: email.messageId ?? null,
    deliveryId: email.headers.find(({ key }) => key === 'x-navette-delivery')?.value ?? null,
    text: email.text ?? '',
    hasHtml: email.html !== undefined,
    attachments: email.attachments.map(({ filename, mimeType, content }) => ({
      name: filename ?? '',
      mediaType: mimeType,
      size: typeof content === 'string' ? content.length : content.byteLength,
    })),
  };
}

function writeAddress(address: Address): string {
  if (address.group) return `${address.name}: ${address.group.map(writeAddress).join(', ')}`;
  return address.name ? `${address.name} <${address.address}>` : address.address;
}
