/** What collect addresses do with a mail that the SMTP server took: the ones of the facts page, sections 1, 5, 6 and 7. */
import { type MailboxBehaviour, matchesAddress } from './behaviour.ts';

/** Why an application does nothing with a mail. It tells nobody. */
export const ignoredReasons = ['unknown_sender', 'too_large', 'no_document'] as const;

export type IgnoredReason = (typeof ignoredReasons)[number];

interface Attachment {
  readonly name: string;
  readonly size: number;
}

/** What is asked of a mail to tell what becomes of it. */
interface Arrival {
  readonly envelope: { readonly to: readonly string[] };
  readonly size: number;
  readonly attachments: readonly Attachment[];
}

interface CollectAddress {
  readonly application: string;
  readonly recipients: readonly string[];
  /** Extensions of the attachments it reads; `null`: any. */
  readonly formats: readonly string[] | null;
  readonly allowedSendersOnly: boolean;
  readonly maxMessageBytes?: number;
  readonly minAttachmentBytes?: number;
  readonly maxImageBytes?: number;
}

const images = ['jpg', 'jpeg', 'png', 'gif', 'bmp', 'tif', 'tiff', 'heic'];

const collectAddresses: readonly CollectAddress[] = [
  {
    application: 'Dext',
    recipients: ['@dext.cc'],
    formats: [...images, 'pdf', 'doc', 'docx', 'odt', 'rtf', 'zip'],
    allowedSendersOnly: false,
    maxImageBytes: 6_000_000,
  },
  {
    application: 'Pennylane',
    recipients: ['@suppliers.pennylane.com', '@customers.pennylane.com'],
    formats: ['pdf', 'jpg', 'jpeg', 'png'],
    allowedSendersOnly: true,
  },
  { application: 'Inqom', recipients: ['@inqombox.com'], formats: null, allowedSendersOnly: true },
  {
    application: 'Conciliator',
    recipients: ['@conciliator.ai'],
    formats: ['pdf', ...images],
    allowedSendersOnly: true,
    maxMessageBytes: 30_000_000,
    minAttachmentBytes: 30 * 1024,
  },
];

export interface Collected {
  /** Whose collect address it came to; `null` when it is none of those known. */
  readonly application: string | null;
  readonly ignored: IgnoredReason | null;
}

/** What becomes of a mail. The first of its recipients that is a collect address decides. */
export function collect(
  message: Arrival,
  fromAddress: string,
  { allowedSenders }: MailboxBehaviour,
): Collected {
  const address = collectAddresses.find(({ recipients }) =>
    message.envelope.to.some((recipient) => matchesAddress(recipients, recipient)),
  );
  if (!address) return { application: null, ignored: null };
  const { application, maxMessageBytes = Number.POSITIVE_INFINITY } = address;
  const isKnown = allowedSenders === null || matchesAddress(allowedSenders, fromAddress);
  if (address.allowedSendersOnly && !isKnown) return { application, ignored: 'unknown_sender' };
  if (message.size > maxMessageBytes) return { application, ignored: 'too_large' };
  const isRead = message.attachments.some((attachment) => reads(address, attachment));
  return { application, ignored: isRead ? null : 'no_document' };
}

function reads(address: CollectAddress, { name, size }: Attachment): boolean {
  const extension = /\.([a-z0-9]+)$/.exec(name.toLowerCase())?.[1] ?? '';
  if (address.formats !== null && !address.formats.includes(extension)) return false;
  if (size < (address.minAttachmentBytes ?? 1)) return false;
  return !images.includes(extension) || size <= (address.maxImageBytes ?? Number.POSITIVE_INFINITY);
}
