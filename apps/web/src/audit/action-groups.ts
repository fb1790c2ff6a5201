/** What actions are about, as the page filters them: the first word of their names. */
export const actionGroups = [
  'client',
  'document',
  'folder',
  'delivery',
  'installation',
  'rule',
  'connection',
  'member',
  'invitation',
  'session',
  'api_key',
  'agent',
  'firm',
] as const;
