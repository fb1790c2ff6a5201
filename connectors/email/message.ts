/** What a mail says, to a collector and to whoever opens its mailbox. */
import type { DeliverRequest, MailSender } from '@navette/connector';
import type { DocumentType } from '@navette/model';

/** As people in firms say it: whoever looks for a mail at the partner reads French. */
const typeWords: Readonly<Record<DocumentType, string>> = {
  administrative: 'Administratif',
  sales: 'Vente',
  purchase: 'Achat',
  expense: 'Note de frais',
  other: 'Autre document',
};

export function writeSubject({ type, clientName }: DeliverRequest, fileName: string): string {
  return `${typeWords[type]} – ${oneLine(clientName)} – ${oneLine(fileName)}`;
}

/** Plain text of a few lines, as a person would write: what looks made by a program is dropped by some collectors. */
export function writeText(
  { type, clientName, deliveryId }: DeliverRequest,
  fileName: string,
  sender: MailSender,
): string {
  return [
    'Bonjour,',
    '',
    'Vous trouverez ce document en pièce jointe.',
    '',
    `Client\u00a0: ${oneLine(clientName)}`,
    `Type\u00a0: ${typeWords[type]}`,
    `Document\u00a0: ${oneLine(fileName)}`,
    '',
    oneLine(sender.name),
    '',
    `Référence\u00a0: ${deliveryId}`,
    '',
  ].join('\n');
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim();
}
