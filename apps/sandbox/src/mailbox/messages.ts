import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { z } from 'zod';
import { type Journal, openJournal } from '../journal.ts';

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
  text: z.string(),
  hasHtml: z.boolean(),
  attachments: z.array(z.object({ name: z.string(), mediaType: z.string(), size: z.number().int() })),
});

export type Message = Readonly<z.infer<typeof message>>;

/** Mails received: the raw ones on disk, what a list shows in memory and in a journal. */
export class Messages {
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
    const kept = { id: this.#nextId++, receivedAt, size: raw.length, envelope, ...summarise(email) };
    renameSync(path, this.rawPath(kept.id));
    this.#journal.append({ about: 'message', message: kept });
    this.#index(kept);
    return kept;
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

  rawPath(id: number): string {
    return join(this.#folder, `${id}.eml`);
  }

  clear(): void {
    this.#journal.restart({ about: 'reset', nextId: this.#nextId });
    for (const id of this.#messages.keys()) rmSync(this.rawPath(id), { force: true });
    this.#messages.clear();
  }

  close(): void {
    this.#journal.close();
  }

  #index(kept: Message): void {
    this.#messages.set(kept.id, kept);
    this.#nextId = kept.id + 1;
  }
}

function summarise(email: Email) {
  return {
    from: email.from ? writeAddress(email.from) : '',
    to: (email.to ?? []).map(writeAddress).join(', '),
    subject: email.subject ?? '',
    messageId: email.messageId ?? null,
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
