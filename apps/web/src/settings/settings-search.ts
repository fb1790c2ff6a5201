/** The parts of the settings, in the order of their menu; the first is shown when the address names none. */
export const settingsParts = [
  'cabinet',
  'documents',
  'arborescence',
  'attributs',
  'messagerie',
  'securite',
  'zone-sensible',
] as const;

export type SettingsPart = (typeof settingsParts)[number];

export interface SettingsSearch {
  readonly partie?: SettingsPart;
}

/** Reads the address; what it does not know is left out. */
export function readSettingsSearch(search: Record<string, unknown>): SettingsSearch {
  const partie = settingsParts.find((part) => part === search.partie);
  return partie === undefined ? {} : { partie };
}
