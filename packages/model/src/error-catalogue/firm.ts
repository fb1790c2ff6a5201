import type { CatalogueEntry } from './entry.ts';

/** What an administrator may be told about the firm's settings, and about erasing. */
export const firmErrors = {
  unknown_time_zone: {
    kind: 'request',
    status: 422,
    who: 'admin',
    retry: false,
    fr: 'Le fuseau horaire «\u00a0{zone}\u00a0» n’existe pas. Choisissez-le dans la liste, par exemple Europe/Paris.',
    en: 'The time zone “{zone}” does not exist. Choose it from the list, Europe/Paris for instance.',
  },
  invalid_folder_template: {
    kind: 'request',
    status: 422,
    who: 'admin',
    retry: false,
    fr: 'Le répertoire «\u00a0{path}\u00a0» du modèle ne convient pas\u00a0: {detail}.',
    en: 'The folder “{path}” of the template does not fit: {detail}.',
  },
  erasure_not_confirmed: {
    kind: 'request',
    status: 409,
    who: 'admin',
    retry: false,
    fr: 'Le nom saisi n’est pas celui du dossier client\u00a0: rien n’a été effacé.',
    en: 'The name typed is not the client’s: nothing was erased.',
  },
  client_busy: {
    kind: 'request',
    status: 409,
    who: 'admin',
    retry: true,
    fr: 'Des documents de ce dossier client sont encore chez un partenaire ({count})\u00a0: attendez sa réponse, puis recommencez. Rien n’a été effacé.',
    en: 'Documents of this client are still with a partner ({count}): wait for its answer, then try again. Nothing was erased.',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
