/** What the mails about signing in say. */
import type { MailContent } from '../mail/compose-mail.ts';
import type { Person } from './person.ts';

export const noticeKinds = [
  'password_changed',
  'second_factor_enabled',
  'second_factor_disabled',
  'recovery_code_used',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

type Words = Pick<MailContent, 'subject' | 'paragraphs' | 'footer'> & { readonly label: string };
type Language = 'fr' | 'en';

const greeting = {
  fr: ({ name }: Person) => `Bonjour ${name},`,
  en: ({ name }: Person) => `Hello ${name},`,
};

const resetWords: Readonly<Record<Language, (person: Person) => Words>> = {
  fr: ({ email }) => ({
    subject: 'Choisissez un nouveau mot de passe Navette',
    paragraphs: [
      `Un nouveau mot de passe a été demandé pour votre compte ${email}.`,
      'Le bouton ci-dessous est valable une heure et ne sert qu’une fois.',
    ],
    label: 'Choisir un nouveau mot de passe',
    footer:
      'Vous n’avez rien demandé\u00a0? Ne faites rien\u00a0: votre mot de passe reste le même. Ne transférez ce message à personne.',
  }),
  en: ({ email }) => ({
    subject: 'Choose a new Navette password',
    paragraphs: [
      `A new password was asked for, for your account ${email}.`,
      'The button below is good for one hour and works once.',
    ],
    label: 'Choose a new password',
    footer:
      'You asked for nothing? Do nothing: your password stays the same. Do not forward this message to anyone.',
  }),
};

const happened: Readonly<
  Record<Language, Readonly<Record<NoticeKind, { subject: string; sentence: string }>>>
> = {
  fr: {
    password_changed: {
      subject: 'Votre mot de passe Navette a été changé',
      sentence: 'a maintenant un nouveau mot de passe. Toutes les autres sessions sont terminées.',
    },
    second_factor_enabled: {
      subject: 'Le second facteur est activé',
      sentence: 'demande maintenant un code de votre application à chaque connexion.',
    },
    second_factor_disabled: {
      subject: 'Le second facteur est désactivé',
      sentence: 'ne demande plus que le mot de passe à la connexion.',
    },
    recovery_code_used: {
      subject: 'Un code de secours a servi',
      sentence: 'vient d’être ouvert avec un code de secours. Ce code ne sert plus.',
    },
  },
  en: {
    password_changed: {
      subject: 'Your Navette password was changed',
      sentence: 'now has a new password. Every other session has ended.',
    },
    second_factor_enabled: {
      subject: 'The second factor is on',
      sentence: 'now asks for a code of your application at each sign-in.',
    },
    second_factor_disabled: {
      subject: 'The second factor is off',
      sentence: 'now asks for the password alone at sign-in.',
    },
    recovery_code_used: {
      subject: 'A recovery code was used',
      sentence: 'was just opened with a recovery code. That code works no more.',
    },
  },
};

const noticeWords: Readonly<Record<Language, (person: Person, kind: NoticeKind) => Words>> = {
  fr: ({ email }, kind) => ({
    subject: happened.fr[kind].subject,
    paragraphs: [
      `Votre compte ${email} ${happened.fr[kind].sentence}`,
      'Si c’est vous, tout est en ordre. Sinon, choisissez tout de suite un nouveau mot de passe et prévenez un administrateur de votre cabinet.',
    ],
    label: 'Ce n’était pas moi',
    footer: 'Navette vous écrit à chaque changement de la protection de votre compte.',
  }),
  en: ({ email }, kind) => ({
    subject: happened.en[kind].subject,
    paragraphs: [
      `Your account ${email} ${happened.en[kind].sentence}`,
      'If it was you, all is well. If not, choose a new password now and tell an administrator of your firm.',
    ],
    label: 'It was not me',
    footer: 'Navette writes to you each time the protection of your account changes.',
  }),
};

/** The mail with the link for a new password. @param url holds the token: it goes to nobody else */
export function resetMail(person: Person, language: Language, url: string): MailContent {
  return toContent(person, language, url, resetWords[language](person));
}

/** Tells a person that the protection of his account changed. @param url where to go when it was somebody else */
export function noticeMail(person: Person, language: Language, kind: NoticeKind, url: string): MailContent {
  return toContent(person, language, url, noticeWords[language](person, kind));
}

function toContent(person: Person, language: Language, url: string, words: Words): MailContent {
  const { subject, paragraphs, label, footer } = words;
  return {
    ...{ language, subject, firmName: null, footer },
    paragraphs: [greeting[language](person), ...paragraphs],
    action: { label, url },
  };
}
