/** What the mail of an invitation says. */
import type { Invitation } from '@navette/api';
import type { MailContent } from '../mail/compose-mail.ts';

export interface InvitationFacts {
  readonly name: string | null;
  readonly firmName: string;
  readonly inviter: string;
  readonly role: Invitation['role'];
  readonly url: string;
}

/** The mail in a language, for `composeMail`. */
export function invitationMail(language: 'fr' | 'en', facts: InvitationFacts): MailContent {
  const { label, ...content } = words[language](facts);
  return { language, firmName: facts.firmName, action: { label, url: facts.url }, ...content };
}

const forWhat = {
  fr: {
    admin: 'Vous pourrez y gérer les utilisateurs, les applications et tous les dossiers clients.',
    collaborator: 'Vous pourrez y suivre les dossiers clients et la transmission de leurs documents.',
    client: 'Vous pourrez y déposer vos documents comptables et voir qu’ils sont bien arrivés.',
  },
  en: {
    admin: 'There you manage the users, the applications and all the clients.',
    collaborator: 'There you follow the clients and the delivery of their documents.',
    client: 'There you drop your accounting documents and see that they have arrived.',
  },
};

const words = {
  fr: ({ name, firmName, inviter, role }: InvitationFacts) => ({
    subject: `${inviter} vous invite à rejoindre ${firmName} sur Navette`,
    paragraphs: [
      name === null ? 'Bonjour,' : `Bonjour ${name},`,
      `${inviter} vous invite à rejoindre l’espace de ${firmName} sur Navette. ${forWhat.fr[role]}`,
      'Ce lien est valable 7 jours et ne sert qu’une fois.',
    ],
    label: 'Accepter l’invitation',
    footer:
      'Vous n’attendiez pas cette invitation\u00a0? Ne faites rien\u00a0: elle s’éteindra d’elle-même. Ne transférez ce message à personne.',
  }),
  en: ({ name, firmName, inviter, role }: InvitationFacts) => ({
    subject: `${inviter} invites you to join ${firmName} on Navette`,
    paragraphs: [
      name === null ? 'Hello,' : `Hello ${name},`,
      `${inviter} invites you to join the space of ${firmName} on Navette. ${forWhat.en[role]}`,
      'This link is good for 7 days and works once.',
    ],
    label: 'Accept the invitation',
    footer:
      'You did not expect this invitation? Do nothing: it ends by itself. Do not forward this message to anyone.',
  }),
};
