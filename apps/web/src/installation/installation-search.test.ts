import { expect, it } from 'vitest';
import { readInstallationSearch, tabsOf } from './installation-search.ts';

const key = { kind: 'code', label: { fr: '', en: '' }, help: null, example: '', pattern: null } as const;
const clientKey = { ...key, checked: 'never', isSecret: false } as const;

it('keeps the tab that the address names, and no other word', () => {
  expect(readInstallationSearch({ onglet: 'regles' })).toEqual({ onglet: 'regles' });
  for (const onglet of ['ailleurs', '', 3, undefined]) expect(readInstallationSearch({ onglet })).toEqual({});
});

it('maps clients where their key can be an attribute or the partner lists its dossiers', () => {
  expect(tabsOf({ listsDossiers: false, clientKey })).toContain('mapping');
  const clientKeySecret = { ...clientKey, isSecret: true };
  expect(tabsOf({ listsDossiers: false, clientKey: clientKeySecret })).not.toContain('mapping');
  expect(tabsOf({ listsDossiers: true, clientKey: clientKeySecret })).toContain('mapping');
});
