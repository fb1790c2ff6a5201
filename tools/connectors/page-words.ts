/** The words of the page of applications, in both languages. `{name}` stands for a value. */
import type { CredentialField, Manifest } from '@navette/connector';
import type { DocumentType } from '@navette/model';

export type Language = 'fr' | 'en';

export interface PageWords {
  readonly title: string;
  readonly intro: readonly string[];
  readonly other: string;
  readonly kind: Readonly<Record<Manifest['kind'], string>>;
  readonly type: Readonly<Record<DocumentType, string>>;
  readonly facts: Readonly<
    Record<'kind' | 'client' | 'formats' | 'size' | 'rate' | 'answer' | 'after' | 'twice' | 'sure', string>
  >;
  readonly client: string;
  readonly checked: Readonly<Record<Manifest['clientKey']['checked'], string>>;
  readonly listed: string;
  readonly anyFormat: string;
  readonly atMost: string;
  readonly images: string;
  readonly atLeast: string;
  readonly rate: string;
  readonly second: string;
  readonly minute: string;
  readonly within: string;
  readonly after: Readonly<Record<Manifest['confirmation'], string>>;
  readonly twice: Readonly<Record<Manifest['duplicates'], string>>;
  readonly sure: Readonly<Record<Manifest['confidence'], string>>;
  readonly needs: string;
  readonly needsNothing: string;
  readonly needsColumns: readonly string[];
  readonly field: Readonly<
    Record<'secret' | 'optional' | 'learned' | 'ofOperator' | 'default' | 'choices', string>
  >;
  readonly types: string;
  readonly typesColumns: readonly string[];
  readonly unconfirmed: string;
  readonly lost: Readonly<Record<'lookup' | 'resend' | 'ask', string>>;
  readonly notes: string;
}

/** What a value of the form is cleaned as, where that is worth saying. */
export const shapes: Readonly<Record<Language, Partial<Record<CredentialField['normalise'], string>>>> = {
  fr: { address: 'adresse https', host: 'nom ou adresse d’un serveur', template: 'modèle de nom' },
  en: { address: 'https address', host: 'name or address of a server', template: 'name template' },
};

export const pageWords: Readonly<Record<Language, PageWords>> = {
  fr: {
    title: 'Les applications',
    intro: [
      'Où Navette sait déposer les documents, ce qu’il faut pour chaque application, ce qu’elle accepte et ce qu’on en sait.',
      'Aucun compte réel n’était à disposition\u00a0: chaque application a été essayée contre un bac à sable écrit d’après les mêmes faits, ou contre de vrais serveurs, jamais contre un compte en service. «\u00a0À confirmer\u00a0» signale ce qu’aucune source publique ne confirme.',
      'Page écrite par `npm run docs` d’après les fichiers `connectors/*/manifest*.ts`. Ne la modifiez pas à la main.',
    ],
    other: '[In English](connectors.en.md)',
    kind: {
      api: 'interface du logiciel (API)',
      email: 'adresse e-mail de collecte',
      transport: 'dépôt de fichiers',
    },
    type: {
      administrative: 'Administratif',
      sales: 'Facture de vente',
      purchase: 'Facture d’achat',
      expense: 'Note de frais',
      other: 'Autre',
    },
    facts: {
      kind: 'Genre',
      client: 'Ce qui désigne un client',
      formats: 'Formats',
      size: 'Taille',
      rate: 'Débit',
      answer: 'Réponse attendue',
      after: 'Après l’envoi',
      twice: 'Le même document deux fois',
      sure: 'Sûreté des faits',
    },
    client: '{label}, par exemple `{example}`',
    checked: {
      when_connecting: 'vérifié dès qu’on connecte le client',
      when_sending: 'vérifié à l’envoi d’un document seulement',
      never: 'jamais vérifié par le partenaire\u00a0: relisez-le',
    },
    listed: 'la liste vient du partenaire',
    anyFormat: 'tous',
    atMost: '{size} au plus',
    images: 'images {size} au plus',
    atLeast: '{size} au moins',
    rate: '{requests} demandes par {window}, {concurrency} à la fois',
    second: 'seconde',
    minute: 'minute',
    within: 'en {seconds}\u00a0s',
    after: {
      none: 'reçu vaut transmis\u00a0: le partenaire n’en dit pas plus',
      poll: 'Navette demande au partenaire ce que devient le document',
      silence: 'sans retour pendant {hours}\u00a0h, le document est transmis',
    },
    twice: {
      marked: 'le partenaire marque le second comme doublon',
      refused: 'le partenaire refuse le second',
      kept: 'le partenaire garde les deux, sans le dire',
      merged: 'un seul reste chez le partenaire',
    },
    sure: {
      A: 'A\u00a0: pages publiques du partenaire',
      B: 'B\u00a0: de seconde main (code ou documents d’un intégrateur)',
      C: 'C\u00a0: notre lecture',
    },
    needs: 'Ce qu’il faut',
    needsNothing: 'Rien de plus que la clé de chaque client.',
    needsColumns: ['champ', 'à savoir'],
    field: {
      secret: 'secret, jamais réaffiché',
      optional: 'facultatif',
      learned: 'trouvé au premier essai, puis exigé',
      ofOperator: 'en principe réglé par qui héberge Navette',
      default: 'par défaut `{value}`',
      choices: 'au choix\u00a0: {values}',
    },
    types: 'Types de documents',
    typesColumns: ['type', 'chez le partenaire', 'si la réponse se perd', 'limites propres'],
    unconfirmed: 'à confirmer',
    lost: {
      lookup: 'Navette regarde si le document est arrivé',
      resend: 'renvoi sous le même identifiant',
      ask: 'une personne vérifie',
    },
    notes: 'À savoir',
  },
  en: {
    title: 'Applications',
    intro: [
      'Where Navette can put documents, what each application needs, what it accepts and how much is known of it.',
      'No live account was at hand: each application was tried against a sandbox written from the same facts, or against real servers, never against an account in use. “To be confirmed” marks what no public source confirms.',
      'Written by `npm run docs` from `connectors/*/manifest*.ts`. Do not edit.',
    ],
    other: '[En français](connectors.md)',
    kind: {
      api: 'interface of the software (API)',
      email: 'collect e-mail address',
      transport: 'files put somewhere',
    },
    type: {
      administrative: 'Administrative',
      sales: 'Sales invoice',
      purchase: 'Purchase invoice',
      expense: 'Expense note',
      other: 'Other',
    },
    facts: {
      kind: 'Kind',
      client: 'What names a client',
      formats: 'Formats',
      size: 'Size',
      rate: 'Rate',
      answer: 'Answer expected',
      after: 'After sending',
      twice: 'The same document twice',
      sure: 'How sure the facts are',
    },
    client: '{label}, for instance `{example}`',
    checked: {
      when_connecting: 'checked when the client is connected',
      when_sending: 'checked only when a document is sent',
      never: 'never checked by the partner: read it again',
    },
    listed: 'the partner gives the list',
    anyFormat: 'any',
    atMost: 'at most {size}',
    images: 'pictures at most {size}',
    atLeast: 'at least {size}',
    rate: '{requests} requests per {window}, {concurrency} at a time',
    second: 'second',
    minute: 'minute',
    within: 'within {seconds}\u00a0s',
    after: {
      none: 'received is delivered: the partner says no more',
      poll: 'Navette asks the partner what becomes of the document',
      silence: 'without a word for {hours}\u00a0h, the document is delivered',
    },
    twice: {
      marked: 'the partner marks the second as a duplicate',
      refused: 'the partner refuses the second',
      kept: 'the partner keeps both, without a word',
      merged: 'one remains at the partner',
    },
    sure: {
      A: 'A: the partner’s own public pages',
      B: 'B: second-hand (an integrator’s code or papers)',
      C: 'C: our reading',
    },
    needs: 'What it needs',
    needsNothing: 'Nothing but the key of each client.',
    needsColumns: ['field', 'to know'],
    field: {
      secret: 'secret, never shown again',
      optional: 'optional',
      learned: 'found at the first check, then held to',
      ofOperator: 'normally set by whoever hosts Navette',
      default: '`{value}` unless changed',
      choices: 'one of: {values}',
    },
    types: 'Types of documents',
    typesColumns: ['type', 'at the partner', 'when the answer is lost', 'limits of its own'],
    unconfirmed: 'to be confirmed',
    lost: {
      lookup: 'Navette looks whether the document arrived',
      resend: 'sent again under the same id',
      ask: 'a person checks',
    },
    notes: 'To know',
  },
};
