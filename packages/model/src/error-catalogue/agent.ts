import type { CatalogueEntry } from './entry.ts';

/** Met on the computer of a hot folder. */
export const agentErrors = {
  server_unreachable: {
    kind: 'agent',
    who: 'client',
    retry: true,
    fr: 'Adresse injoignable\u00a0: {url}. Vérifiez l’adresse et la connexion internet. Les fichiers attendent.',
    en: 'Cannot reach {url}. Check the address and the internet connection. Files wait.',
  },
  not_a_navette_server: {
    kind: 'agent',
    who: 'client',
    retry: false,
    fr: 'Le serveur {url} répond, mais ce n’est pas Navette. Copiez l’adresse depuis le menu Ressources.',
    en: 'The server {url} answers but is not Navette. Copy the address from the Resources menu.',
  },
  clock_off: {
    kind: 'agent',
    who: 'client',
    retry: false,
    fr: 'L’horloge de ce poste est décalée de {skew}. Mettez-la à l’heure.',
    en: 'This computer’s clock is off by {skew}. Set it right.',
  },
  tls_problem: {
    kind: 'agent',
    who: 'admin',
    retry: false,
    fr: 'Le certificat de {url} n’est pas accepté\u00a0: {detail}.',
    en: 'The certificate of {url} is not accepted: {detail}.',
  },
  not_paired: {
    kind: 'agent',
    who: 'client',
    retry: false,
    fr: 'Ce poste n’est pas encore appairé. Lancez d’abord «\u00a0pair\u00a0».',
    en: 'This computer is not paired yet. Run “pair” first.',
  },
  deposit_dir_missing: {
    kind: 'agent',
    who: 'client',
    retry: true,
    fr: 'Le répertoire de dépôt {path} est introuvable. Le dépôt reprendra quand il reviendra.',
    en: 'The deposit directory {path} cannot be found. It resumes when the directory is back.',
  },
  directories_overlap: {
    kind: 'agent',
    who: 'client',
    retry: false,
    fr: 'Le répertoire d’archivage ne peut pas être dans le répertoire de dépôt ni l’inverse, et deux dépôts ne peuvent pas se recouvrir\u00a0: {path}.',
    en: 'The archive directory cannot be inside the deposit directory or the reverse, and deposits cannot overlap: {path}.',
  },
  archive_failed: {
    kind: 'agent',
    who: 'client',
    retry: true,
    fr: 'Reçu par la plateforme, mais l’archivage attend\u00a0: {detail}.',
    en: 'Received by the platform, but archiving waits: {detail}.',
  },
  file_unreadable: {
    kind: 'agent',
    who: 'client',
    retry: true,
    fr: 'Fichier illisible ou ouvert par un autre programme\u00a0: {path}.',
    en: 'File unreadable or open in another program: {path}.',
  },
  agent_running: {
    kind: 'agent',
    who: 'client',
    retry: true,
    fr: 'Le connecteur est déjà en marche avec le dossier {path}.',
    en: 'The agent is already running with the folder {path}.',
  },
  agent_home_failed: {
    kind: 'agent',
    who: 'client',
    retry: true,
    fr: 'Le connecteur ne peut pas écrire dans son propre dossier\u00a0: {detail}. Rien n’est envoyé avant que ce soit réparé.',
    en: 'The agent cannot write to its own folder: {detail}. Nothing is sent until this is repaired.',
  },
  destination_unclear: {
    kind: 'agent',
    who: 'client',
    retry: false,
    fr: '«\u00a0{wanted}\u00a0» ne désigne pas une seule destination. Trouvé\u00a0: {found}.',
    en: '“{wanted}” does not name one destination. Found: {found}.',
  },
} as const satisfies Record<string, CatalogueEntry>;
