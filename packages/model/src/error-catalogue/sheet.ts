import type { CatalogueEntry } from './entry.ts';

/** Files of tables: CSV and XLSX. */
export const sheetErrors = {
  sheet_unreadable: {
    kind: 'request',
    status: 422,
    who: 'collaborator',
    retry: false,
    fr: 'Ce fichier ne se lit pas comme un tableau ({detail}). Enregistrez-le au format XLSX ou CSV, puis recommencez.',
    en: 'This file cannot be read as a table ({detail}). Save it as XLSX or CSV, then try again.',
  },
  sheet_old_format: {
    kind: 'request',
    status: 415,
    who: 'collaborator',
    retry: false,
    fr: 'Ce fichier est à l’ancien format Excel (.xls), ou protégé par un mot de passe. Enregistrez-le au format XLSX, sans mot de passe, puis recommencez.',
    en: 'This file has the old Excel format (.xls), or is protected by a password. Save it as XLSX, without a password, then try again.',
  },
  sheet_too_large: {
    kind: 'request',
    status: 413,
    who: 'collaborator',
    retry: false,
    fr: 'Ce tableau est trop grand\u00a0: la limite est de {rows} lignes et {columns} colonnes. Partagez-le en plusieurs fichiers.',
    en: 'This table is too large: the limit is {rows} rows and {columns} columns. Split it into several files.',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
