/** What every application by collect e-mail has in common. */
import { type AcceptedType, largestDocument, type Manifest, mailboxPattern } from '@navette/connector';
import type { DocumentType } from '@navette/model';

/** What mail servers take of a whole message where nobody says otherwise, its documents encoded. */
const usualMailBytes = 20_000_000;

const day = 86_400_000;

/** Documents of one type go to this address; `{key}` is the client's key. */
export interface CollectAddress {
  readonly type: DocumentType;
  readonly address: string;
  readonly confirmed?: boolean;
}

type Own = Pick<Manifest, 'id' | 'name' | 'partner' | 'summary' | 'clientKey' | 'limits' | 'confidence'> & {
  readonly addresses: readonly CollectAddress[];
  readonly notes?: Manifest['notes'];
};

/** `partnerValue` of a type is the template of its address: `{key}@suppliers.pennylane.com`. */
export function collectManifest({ addresses, notes = [], ...own }: Own): Manifest {
  const types = addresses.map(
    ({ type, address, confirmed = true }): AcceptedType => ({
      ...{ type, partnerValue: address, confirmed },
      // A collector cannot be asked what it received.
      afterUnknown: 'ask',
    }),
  );
  return {
    ...own,
    kind: 'email',
    reach: 'mail',
    fields: [],
    listsDossiers: false,
    types,
    // Of the servers that firms send by, the strictest that is widespread: 30 messages a minute (Exchange Online).
    rate: { requests: 30, windowMs: 60_000, concurrency: 2 },
    // Servers look for junk before they answer, some for minutes; giving up meanwhile means asking a person.
    requestTimeoutMs: 240_000,
    confirmation: 'silence',
    silenceMs: 2 * day,
    duplicates: 'kept',
    notes: [senderNote(own.partner), ...notes],
  };
}

export function limitsOf(mediaTypes: readonly string[], mailBytes: number = usualMailBytes) {
  return { maxBytes: largestDocument(mailBytes), mediaTypes };
}

/** A key that is the collect address itself. */
export function addressKey(example: string, pattern: string = mailboxPattern): Manifest['clientKey'] {
  return {
    kind: 'email',
    label: { fr: 'E-mail de collecte', en: 'Collect e-mail' },
    help: {
      fr: 'L’adresse à laquelle l’outil de ce client reçoit ses documents.',
      en: 'The address where this client’s tool receives its documents.',
    },
    ...{ pattern, example, checked: 'when_sending' },
  };
}

/** A key made of the client's name, and what to do with it. */
export function generatedKey(
  pattern: string,
  instructions: { readonly fr: string; readonly en: string },
): Pick<Manifest['clientKey'], 'generated'> {
  return { generated: { pattern, instructions } };
}

function senderNote(partner: string) {
  return {
    fr: `Autorisez d’abord l’adresse d’envoi du cabinet dans les réglages de collecte\u00a0: un message d’un inconnu est ignoré sans un mot (${partner}).`,
    en: `First allow the firm’s sending address in the collect settings: a message from somebody unknown is ignored without a word (${partner}).`,
  };
}
