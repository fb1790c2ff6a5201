import { formatBytes } from './format.ts';

/**
 * Every failure a user can meet. `docs/errors.md` is compared with this list by a test.
 *
 * `kind` says where it is met: `request` (an answer of the HTTP API), `delivery` (a delivery that failed; then `class` decides
 * what the queue does), `agent` (on the computer of the hot folder), `start` (in the terminal, when the server cannot start).
 * `who` can act: the person who reads it, or another. `retry` says whether trying again without changing anything can help.
 * Sentences may hold `{name}` parameters.
 */
export type ErrorClass = 'temporary' | 'limited' | 'connection' | 'mapping' | 'document' | 'unknown';
export type Actor = 'client' | 'collaborator' | 'admin' | 'operator' | 'partner' | 'publisher';

export interface CatalogueEntry {
  readonly kind: 'request' | 'delivery' | 'agent' | 'start';
  readonly class?: ErrorClass;
  /** HTTP status, for `request`. */
  readonly status?: number;
  readonly fr: string;
  readonly en: string;
  readonly who: Actor;
  readonly retry: boolean;
}

const entries = {
  // ── answers of the HTTP API ────────────────────────────────────────────────────────────────────────────────────
  invalid_request: {
    kind: 'request',
    status: 400,
    who: 'collaborator',
    retry: false,
    fr: 'La demande est incomplète ou mal formée : {detail}.',
    en: 'The request is incomplete or malformed: {detail}.',
  },
  not_signed_in: {
    kind: 'request',
    status: 401,
    who: 'client',
    retry: false,
    fr: 'Connectez-vous pour continuer.',
    en: 'Sign in to continue.',
  },
  wrong_credentials: {
    kind: 'request',
    status: 401,
    who: 'client',
    retry: false,
    fr: 'E-mail ou mot de passe incorrect.',
    en: 'Wrong e-mail or password.',
  },
  agent_revoked: {
    kind: 'request',
    status: 401,
    who: 'admin',
    retry: false,
    fr: 'Ce poste n’est plus autorisé : son accès a été révoqué. Appairez-le de nouveau.',
    en: 'This computer is no longer allowed: its access was revoked. Pair it again.',
  },
  not_allowed: {
    kind: 'request',
    status: 403,
    who: 'admin',
    retry: false,
    fr: 'Votre rôle ne permet pas cette action. Un administrateur du cabinet peut la faire.',
    en: 'Your role does not allow this. An administrator of the firm can do it.',
  },
  not_found: {
    kind: 'request',
    status: 404,
    who: 'collaborator',
    retry: false,
    fr: 'Introuvable : cet élément n’existe pas, ou vous n’y avez pas accès.',
    en: 'Not found: it does not exist, or you have no access to it.',
  },
  unknown_web_service: {
    kind: 'request',
    status: 404,
    who: 'client',
    retry: false,
    fr: 'Identifiant de web service inconnu. Copiez-le depuis le menu Ressources.',
    en: 'Unknown web-service identifier. Copy it from the Resources menu.',
  },
  setup_link_used: {
    kind: 'request',
    status: 404,
    who: 'operator',
    retry: false,
    fr: 'Ce lien de première installation n’est plus valable. Redémarrez Navette pour en obtenir un autre.',
    en: 'This first-run link is no longer valid. Restart Navette to get another.',
  },
  firm_suspended: {
    kind: 'request',
    status: 403,
    who: 'operator',
    retry: false,
    fr: 'L’espace de ce cabinet est suspendu. Contactez votre éditeur.',
    en: 'This firm is suspended. Contact your provider.',
  },
  name_taken: {
    kind: 'request',
    status: 409,
    who: 'collaborator',
    retry: false,
    fr: '« {name} » existe déjà ici. Choisissez un autre nom.',
    en: '“{name}” already exists here. Choose another name.',
  },
  email_taken: {
    kind: 'request',
    status: 409,
    who: 'admin',
    retry: false,
    fr: 'Un utilisateur a déjà cette adresse e-mail.',
    en: 'A user already has this e-mail address.',
  },
  invalid_siret: {
    kind: 'request',
    status: 422,
    who: 'collaborator',
    retry: false,
    fr: 'Ce SIRET n’est pas valable : {detail}. Corrigez-le, ou enregistrez-le avec un motif.',
    en: 'This SIRET is not valid: {detail}. Correct it, or save it with a reason.',
  },
  idempotency_key_missing: {
    kind: 'request',
    status: 400,
    who: 'publisher',
    retry: false,
    fr: 'L’en-tête Idempotency-Key manque.',
    en: 'The Idempotency-Key header is missing.',
  },
  idempotency_key_reused: {
    kind: 'request',
    status: 409,
    who: 'publisher',
    retry: false,
    fr: 'Cette clé d’idempotence a déjà servi pour un autre contenu, un autre nom ou une autre destination.',
    en: 'This idempotency key was already used for other bytes, another name or another destination.',
  },
  digest_mismatch: {
    kind: 'request',
    status: 400,
    who: 'client',
    retry: true,
    fr: 'Le fichier a été altéré pendant le transfert. Il sera renvoyé.',
    en: 'The file was altered on the way. It will be sent again.',
  },
  upload_interrupted: {
    kind: 'request',
    status: 400,
    who: 'client',
    retry: true,
    fr: 'Le transfert s’est interrompu. Rien n’a été enregistré.',
    en: 'The transfer was interrupted. Nothing was recorded.',
  },
  empty_file: {
    kind: 'request',
    status: 422,
    who: 'client',
    retry: false,
    fr: 'Le fichier est vide (0 octet). Vérifiez-le, puis déposez-le de nouveau.',
    en: 'The file is empty (0 bytes). Check it, then drop it again.',
  },
  file_too_large: {
    kind: 'request',
    status: 413,
    who: 'client',
    retry: false,
    fr: 'Fichier trop gros : la limite est de {limit:bytes}.',
    en: 'File too large: the limit is {limit:bytes}.',
  },
  file_type_refused: {
    kind: 'request',
    status: 415,
    who: 'client',
    retry: false,
    fr: 'Ce type de fichier n’est pas accepté ici ({type}).',
    en: 'This type of file is not accepted here ({type}).',
  },
  rule_never_matches: {
    kind: 'request',
    status: 422,
    who: 'admin',
    retry: false,
    fr: 'Ce chemin n’est pas utilisable : {detail}.',
    en: 'This path cannot be used: {detail}.',
  },
  rule_feeds_itself: {
    kind: 'request',
    status: 422,
    who: 'admin',
    retry: false,
    fr: 'Le chemin d’archive est lui-même un chemin d’envoi : les documents archivés repartiraient.',
    en: 'The archive path is itself a source path: archived documents would leave again.',
  },
  rule_exists: {
    kind: 'request',
    status: 409,
    who: 'admin',
    retry: false,
    fr: 'Une règle de cette application a déjà ce chemin.',
    en: 'A rule of this application already has this path.',
  },
  connection_exists: {
    kind: 'request',
    status: 409,
    who: 'collaborator',
    retry: false,
    fr: 'Ce dossier client est déjà connecté à cette application, ou cette clé sert déjà à un autre client.',
    en: 'This client is already connected to this application, or another client uses this key.',
  },
  credentials_refused: {
    kind: 'request',
    status: 422,
    who: 'admin',
    retry: false,
    fr: '{partner} a refusé ces identifiants : {detail}',
    en: '{partner} refused these credentials: {detail}',
  },
  not_retryable: {
    kind: 'request',
    status: 409,
    who: 'collaborator',
    retry: false,
    fr: 'Seul un envoi « Non transmis » peut être relancé.',
    en: 'Only an undelivered document can be sent again.',
  },
  too_many_requests: {
    kind: 'request',
    status: 429,
    who: 'client',
    retry: true,
    fr: 'Trop d’essais. Patientez une minute.',
    en: 'Too many attempts. Wait a minute.',
  },
  unavailable: {
    kind: 'request',
    status: 503,
    who: 'operator',
    retry: true,
    fr: 'Le service est momentanément indisponible. Rien n’est perdu ; réessayez dans un instant.',
    en: 'The service is unavailable for a moment. Nothing is lost; try again shortly.',
  },
  disk_full: {
    kind: 'request',
    status: 507,
    who: 'operator',
    retry: true,
    fr: 'Le serveur n’a plus assez d’espace disque pour recevoir des documents.',
    en: 'The server has not enough disk space left to receive documents.',
  },
  internal: {
    kind: 'request',
    status: 500,
    who: 'publisher',
    retry: true,
    fr: 'Une erreur imprévue s’est produite. Citez la référence {reference}.',
    en: 'An unexpected error happened. Quote the reference {reference}.',
  },

  // ── deliveries ─────────────────────────────────────────────────────────────────────────────────────────────────
  partner_unreachable: {
    kind: 'delivery',
    class: 'temporary',
    who: 'partner',
    retry: true,
    fr: '{partner} ne répond pas. Nouvel essai automatique.',
    en: '{partner} cannot be reached. It will be tried again.',
  },
  partner_error: {
    kind: 'delivery',
    class: 'temporary',
    who: 'partner',
    retry: true,
    fr: '{partner} a répondu par une erreur passagère. Nouvel essai automatique.',
    en: '{partner} answered with a passing error. It will be tried again.',
  },
  partner_busy: {
    kind: 'delivery',
    class: 'limited',
    who: 'partner',
    retry: true,
    fr: '{partner} demande de ralentir. L’envoi reprendra de lui-même.',
    en: '{partner} asks to slow down. Sending resumes by itself.',
  },
  partner_unreadable: {
    kind: 'delivery',
    class: 'temporary',
    who: 'partner',
    retry: true,
    fr: '{partner} a répondu par un contenu illisible. Nouvel essai automatique.',
    en: '{partner} answered with something unreadable. It will be tried again.',
  },
  credentials_rejected: {
    kind: 'delivery',
    class: 'connection',
    who: 'admin',
    retry: false,
    fr: '{partner} refuse les identifiants du cabinet. Renouvelez-les : tout partira ensuite de soi-même.',
    en: '{partner} refuses the firm’s credentials. Renew them: everything then leaves by itself.',
  },
  address_refused: {
    kind: 'delivery',
    class: 'connection',
    who: 'operator',
    retry: false,
    fr: 'L’adresse de {partner} n’est pas autorisée sur ce serveur.',
    en: 'The address of {partner} is not allowed on this server.',
  },
  dossier_unknown: {
    kind: 'delivery',
    class: 'mapping',
    who: 'collaborator',
    retry: false,
    fr: 'Le dossier {key} est introuvable chez {partner}, ou le compte n’y a pas accès. Vérifiez la connexion de ce client.',
    en: 'Dossier {key} cannot be found at {partner}, or the account has no access to it. Check this client’s connection.',
  },
  dossier_inactive: {
    kind: 'delivery',
    class: 'mapping',
    who: 'collaborator',
    retry: false,
    fr: 'Le dossier {key} est fermé ou archivé chez {partner}. Rouvrez-le, ou choisissez-en un autre.',
    en: 'Dossier {key} is closed or archived at {partner}. Reopen it, or choose another.',
  },
  document_too_large: {
    kind: 'delivery',
    class: 'document',
    who: 'client',
    retry: false,
    fr: 'Trop gros : {size:bytes}, {partner} limite à {limit:bytes}. Déposez une version plus légère, ou découpez le fichier.',
    en: 'Too large: {size:bytes}, {partner} accepts {limit:bytes} at most. Drop a lighter version, or split the file.',
  },
  format_refused: {
    kind: 'delivery',
    class: 'document',
    who: 'client',
    retry: false,
    fr: 'Format refusé : {partner} n’accepte pas {format}. Formats acceptés : {accepted}.',
    en: 'Format refused: {partner} does not take {format}. Accepted: {accepted}.',
  },
  type_refused: {
    kind: 'delivery',
    class: 'document',
    who: 'admin',
    retry: false,
    fr: '{partner} n’accepte pas ce type de document. Changez le type dans la règle d’envoi.',
    en: '{partner} does not take this type of document. Change the type in the rule.',
  },
  document_refused: {
    kind: 'delivery',
    class: 'document',
    who: 'collaborator',
    retry: false,
    fr: '{partner} a refusé ce document : {words}',
    en: '{partner} refused this document: {words}',
  },
  rejected_later: {
    kind: 'delivery',
    class: 'document',
    who: 'collaborator',
    retry: false,
    fr: '{partner} avait reçu ce document puis l’a écarté : {words}',
    en: '{partner} had received this document, then set it aside: {words}',
  },
  bytes_missing: {
    kind: 'delivery',
    class: 'document',
    who: 'operator',
    retry: false,
    fr: 'Les octets de ce document manquent ou sont altérés sur le serveur. Restaurez-les depuis la sauvegarde.',
    en: 'The bytes of this document are missing or altered on the server. Restore them from the backup.',
  },
  tries_exhausted: {
    kind: 'delivery',
    class: 'document',
    who: 'collaborator',
    retry: true,
    fr: '{partner} n’a pas pu recevoir ce document malgré {tries} essais. Dernière réponse : {words}',
    en: '{partner} could not receive this document in {tries} tries. Last answer: {words}',
  },
  connection_expired: {
    kind: 'delivery',
    class: 'document',
    who: 'admin',
    retry: true,
    fr: 'La connexion à {partner} n’a pas été rétablie en 14 jours. Rétablissez-la, puis relancez.',
    en: 'The connection to {partner} was not repaired in 14 days. Repair it, then send again.',
  },
  outcome_unknown: {
    kind: 'delivery',
    class: 'unknown',
    who: 'collaborator',
    retry: false,
    fr: 'La réponse de {partner} s’est perdue après l’envoi. Navette vérifie avant tout nouvel envoi.',
    en: 'The answer of {partner} was lost after sending. Navette checks before sending again.',
  },
  outcome_unverifiable: {
    kind: 'delivery',
    class: 'document',
    who: 'collaborator',
    retry: true,
    fr: 'La réponse de {partner} s’est perdue et on ne peut pas l’interroger. Vérifiez chez {partner}, puis relancez si besoin.',
    en: 'The answer of {partner} was lost and it cannot be asked. Check at {partner}, then send again if needed.',
  },
  worker_deaths: {
    kind: 'delivery',
    class: 'document',
    who: 'publisher',
    retry: true,
    fr: 'L’envoi de ce document s’est interrompu deux fois sans réponse. Il est mis de côté ; signalez-le à l’éditeur.',
    en: 'Sending this document broke off twice without an answer. It is set aside; report it to the publisher.',
  },
  unclassified: {
    kind: 'delivery',
    class: 'document',
    who: 'publisher',
    retry: true,
    fr: 'Erreur imprévue pendant l’envoi à {partner} : {words}. Signalez-la à l’éditeur.',
    en: 'Unexpected error while sending to {partner}: {words}. Report it to the publisher.',
  },

  // ── the agent ──────────────────────────────────────────────────────────────────────────────────────────────────
  server_unreachable: {
    kind: 'agent',
    who: 'client',
    retry: true,
    fr: 'Adresse injoignable : {url}. Vérifiez l’adresse et la connexion internet. Les fichiers attendent.',
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
    fr: 'Le certificat de {url} n’est pas accepté : {detail}.',
    en: 'The certificate of {url} is not accepted: {detail}.',
  },
  not_paired: {
    kind: 'agent',
    who: 'client',
    retry: false,
    fr: 'Ce poste n’est pas encore appairé. Lancez d’abord « pair ».',
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
    fr: 'Le répertoire d’archivage ne peut pas être dans le répertoire de dépôt ni l’inverse, et deux dépôts ne peuvent pas se recouvrir : {path}.',
    en: 'The archive directory cannot be inside the deposit directory or the reverse, and deposits cannot overlap: {path}.',
  },
  archive_failed: {
    kind: 'agent',
    who: 'client',
    retry: true,
    fr: 'Reçu par la plateforme, mais l’archivage attend : {detail}.',
    en: 'Received by the platform, but archiving waits: {detail}.',
  },
  file_unreadable: {
    kind: 'agent',
    who: 'client',
    retry: true,
    fr: 'Fichier illisible ou ouvert par un autre programme : {path}.',
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
    fr: 'Le connecteur ne peut pas écrire dans son propre dossier : {detail}. Rien n’est envoyé avant que ce soit réparé.',
    en: 'The agent cannot write to its own folder: {detail}. Nothing is sent until this is repaired.',
  },
  destination_unclear: {
    kind: 'agent',
    who: 'client',
    retry: false,
    fr: '« {wanted} » ne désigne pas une seule destination. Trouvé : {found}.',
    en: '“{wanted}” does not name one destination. Found: {found}.',
  },

  // ── the start of the server ────────────────────────────────────────────────────────────────────────────────────
  database_not_started: {
    kind: 'start',
    who: 'operator',
    retry: false,
    fr: 'La base de données embarquée ne démarre pas : {detail}.',
    en: 'The embedded database does not start: {detail}.',
  },
  database_not_usable: {
    kind: 'start',
    who: 'operator',
    retry: false,
    fr: 'Navette ne peut pas utiliser cette base de données : {detail}.',
    en: 'Navette cannot use this database: {detail}.',
  },
  migration_refused: {
    kind: 'start',
    who: 'operator',
    retry: false,
    fr: 'La base de données n’a pas été mise à jour : {detail}.',
    en: 'The database was not migrated: {detail}.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof entries;

export const errorCatalogue: Readonly<Record<ErrorCode, CatalogueEntry>> = entries;

/** @returns whether `code` is in the catalogue. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(entries, code);
}

export type ErrorParams = Readonly<Record<string, string | number>>;

/**
 * The sentence of a code in a language, its `{name}` parameters filled in; `{name:bytes}` shows a number of bytes as a size. A
 * missing parameter shows as `…`.
 */
export function errorSentence(code: ErrorCode, language: 'fr' | 'en', params: ErrorParams = {}): string {
  return errorCatalogue[code][language].replace(/\{(\w+)(:bytes)?\}/g, (_, name: string, isSize?: string) => {
    const value = params[name];
    if (isSize !== undefined && typeof value === 'number') return formatBytes(value, language);
    return String(value ?? '…');
  });
}

/** A failure with a code of the catalogue. Decide on `code`, never on the message; `cause` keeps what happened below. */
export class NavetteError extends Error {
  override readonly name = 'NavetteError';
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, cause?: unknown) {
    super(errorSentence(code, 'en', params), cause === undefined ? undefined : { cause });
    this.code = code;
    this.params = params;
  }
}
