import type { CatalogueEntry } from './entry.ts';

/** Met in the terminal, when the server cannot start. */
export const startErrors = {
  database_not_started: {
    kind: 'start',
    who: 'operator',
    retry: false,
    fr: 'La base de données embarquée ne démarre pas\u00a0: {detail}.',
    en: 'The embedded database does not start: {detail}.',
  },
  database_not_usable: {
    kind: 'start',
    who: 'operator',
    retry: false,
    fr: 'Navette ne peut pas utiliser cette base de données\u00a0: {detail}.',
    en: 'Navette cannot use this database: {detail}.',
  },
  migration_refused: {
    kind: 'start',
    who: 'operator',
    retry: false,
    fr: 'La base de données n’a pas été mise à jour\u00a0: {detail}.',
    en: 'The database was not migrated: {detail}.',
  },
} as const satisfies Record<string, CatalogueEntry>;
