/** The sentences of the command line, in both languages. */
import type { DocumentType } from '@navette/model';

export type Language = 'fr' | 'en';

const words = {
  program: {
    fr: 'Connecteur HotFolder de Navette : envoie ce qui est déposé dans un répertoire, puis l’archive.',
    en: 'Navette’s HotFolder agent: sends what is dropped into a directory, then archives it.',
  },
  home: {
    fr: 'dossier du connecteur (configuration, journal)',
    en: 'folder of the agent (configuration, journal)',
  },
  lang: { fr: 'langue des messages : fr ou en', en: 'language of the messages: fr or en' },
  json: { fr: 'réponses en JSON, une par ligne', en: 'answers as JSON, one per line' },
  pair: { fr: 'appairer ce poste avec un cabinet', en: 'pair this computer with a firm' },
  pairUrl: { fr: 'adresse de Navette (menu Ressources)', en: 'address of Navette (Resources menu)' },
  pairId: {
    fr: 'identifiant de web service (menu Ressources)',
    en: 'web-service identifier (Resources menu)',
  },
  pairEmail: { fr: 'e-mail de connexion', en: 'sign-in e-mail' },
  pairStdin: {
    fr: 'lire le mot de passe sur l’entrée standard',
    en: 'read the password from standard input',
  },
  pairCode: {
    fr: 'code de vérification, si le compte en demande un',
    en: 'verification code, if the account asks for one',
  },
  pairName: { fr: 'nom de ce poste', en: 'name of this computer' },
  add: { fr: 'ajouter un répertoire de dépôt', en: 'add a hot folder' },
  addDeposit: { fr: 'répertoire de dépôt', en: 'deposit directory' },
  addArchive: { fr: 'répertoire d’archivage', en: 'archive directory' },
  addClient: {
    fr: 'dossier client : nom, code, SIRET ou identifiant',
    en: 'client: name, code, SIRET or id',
  },
  addFolder: {
    fr: 'répertoire de destination, par exemple /Achats',
    en: 'destination folder, for example /Achats',
  },
  addDescription: { fr: 'description', en: 'description' },
  addType: { fr: 'type de document', en: 'document type' },
  addSubFolders: {
    fr: 'recréer les sous-répertoires à l’arrivée',
    en: 'make the sub-folders again at the destination',
  },
  addCreate: { fr: 'créer la destination si elle manque', en: 'make the destination when it is missing' },
  list: { fr: 'lister les répertoires de dépôt', en: 'list the hot folders' },
  remove: {
    fr: 'retirer un répertoire de dépôt (par son chemin, sa description ou son identifiant)',
    en: 'take a hot folder out (by its path, its description or its id)',
  },
  run: { fr: 'surveiller et envoyer', en: 'watch and send' },
  runParallel: { fr: 'envois simultanés', en: 'uploads at once' },
  runRescan: {
    fr: 'intervalle entre deux relectures complètes, en ms',
    en: 'time between two full scans, in ms',
  },
  runQuiet: {
    fr: 'temps de calme avant de prendre un fichier, en ms',
    en: 'quiet time before a file is taken, in ms',
  },
  status: { fr: 'montrer où en est le connecteur', en: 'show how the agent stands' },

  password: { fr: 'Mot de passe : ', en: 'Password: ' },
  code: { fr: 'Code de vérification : ', en: 'Verification code: ' },
  passwordMissing: {
    fr: 'Mot de passe manquant : donnez-le au clavier, avec --password-stdin, ou dans NAVETTE_PASSWORD.',
    en: 'Password missing: type it, or give it with --password-stdin or in NAVETTE_PASSWORD.',
  },
  paired: {
    fr: 'Poste appairé avec {firm}, pour {email}.',
    en: 'This computer is paired with {firm}, for {email}.',
  },
  dropped: {
    fr: '{count} répertoire(s) de dépôt d’un autre cabinet retiré(s) de la configuration.',
    en: '{count} hot folder(s) of another firm taken out of the configuration.',
  },
  added: { fr: '{deposit} → {client} {folder}', en: '{deposit} → {client} {folder}' },
  addedArchive: { fr: 'Archive : {archive}', en: 'Archive: {archive}' },
  noArchive: {
    fr: 'Attention : sans répertoire d’archivage, les fichiers seront retirés du répertoire de dépôt après leur transfert.',
    en: 'Warning: without an archive directory, files are removed from the deposit directory after their transfer.',
  },
  removed: {
    fr: 'Retiré : {deposit}. Les fichiers restent où ils sont.',
    en: 'Taken out: {deposit}. Files stay where they are.',
  },
  nothingListed: {
    fr: 'Aucun répertoire de dépôt. Ajoutez-en un avec « add ».',
    en: 'No hot folder. Add one with “add”.',
  },
  ready: {
    fr: 'En marche : {count} répertoire(s) de dépôt surveillé(s), vers {url}. Ctrl-C pour arrêter.',
    en: 'Running: {count} hot folder(s) watched, to {url}. Ctrl-C to stop.',
  },
  stopped: { fr: 'Arrêté.', en: 'Stopped.' },
  received: { fr: 'Reçu par la plateforme : {path}', en: 'Received by the platform: {path}' },
  archived: { fr: 'Archivé : {target}', en: 'Archived: {target}' },
  fileRemoved: { fr: 'Retiré : {path}', en: 'Removed: {path}' },
  refused: { fr: 'Refusé : {path} — {reason}', en: 'Refused: {path} — {reason}' },
  failed: { fr: 'En attente : {path} — {reason}', en: 'Waiting: {path} — {reason}' },
  away: { fr: '{reason}', en: '{reason}' },
  back: { fr: 'Le serveur répond de nouveau.', en: 'The server answers again.' },

  statusRunning: {
    fr: 'En marche depuis {since} (processus {pid})',
    en: 'Running since {since} (process {pid})',
  },
  statusStopped: { fr: 'À l’arrêt', en: 'Not running' },
  statusServer: { fr: 'Serveur : {url} — {firm}, {email}', en: 'Server: {url} — {firm}, {email}' },
  statusAway: { fr: 'Le serveur ne répond pas.', en: 'The server does not answer.' },
  statusNotPaired: { fr: 'Ce poste n’est pas appairé.', en: 'This computer is not paired.' },
  statusCounts: {
    fr: '  en attente {waiting} · archivage en attente {archiving} · refusés {refused} · dernier fichier {last}',
    en: '  waiting {waiting} · archiving pending {archiving} · refused {refused} · last file {last}',
  },
  statusJournal: {
    fr: 'Journal : {open} fichier(s) en cours, {damaged} ligne(s) illisible(s)',
    en: 'Journal: {open} file(s) under way, {damaged} unreadable line(s)',
  },
  never: { fr: 'aucun', en: 'none' },

  usageMissing: { fr: 'Il manque {what}. Voyez --help.', en: '{what} is missing. See --help.' },
  usageUnknown: { fr: '{what} n’existe pas. Voyez --help.', en: '{what} does not exist. See --help.' },
  usageInvalid: { fr: 'Valeur refusée : {what}. Voyez --help.', en: 'Value refused: {what}. See --help.' },
  unexpected: { fr: 'Erreur imprévue : {detail}', en: 'Unexpected error: {detail}' },
} as const satisfies Record<string, Record<Language, string>>;

export type Word = keyof typeof words;

/** A sentence of the command line, its `{name}` parameters filled in. */
export function say(
  word: Word,
  language: Language,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return words[word][language].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '…'));
}

/** What people write for a document type, in either language. */
export const typeNames: Readonly<Record<string, DocumentType>> = {
  administrative: 'administrative',
  administratif: 'administrative',
  sales: 'sales',
  vente: 'sales',
  purchase: 'purchase',
  achat: 'purchase',
  expense: 'expense',
  'note-de-frais': 'expense',
  other: 'other',
  autre: 'other',
};
