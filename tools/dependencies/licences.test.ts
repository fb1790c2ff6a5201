import { describe, expect, it } from 'vitest';
import { isAcceptedLicence, readByHand } from './licences.ts';
import { readInstalledLicence, readLockedPackages } from './packages.ts';

describe('licences', () => {
  it('of every package, installed or for another platform, are ones that we may take in', async () => {
    const locked = await readLockedPackages();
    const found = await Promise.all(
      [...locked].map(async ([path, entry]) => {
        const installed = await readInstalledLicence(path);
        return { path, licence: installed === null ? entry.license : installed };
      }),
    );
    expect(found.length).toBeGreaterThan(100);
    const isRead = (path: string) => Object.hasOwn(readByHand, path.replace(/^.*node_modules\//, ''));
    const refused = found.filter(({ path, licence }) => !isAcceptedLicence(licence) && !isRead(path));
    expect(refused.map(({ path, licence }) => `${path}: ${licence ?? 'none'}`)).toEqual([]);
  });

  it.each(['MIT', '(MIT OR CC0-1.0)', 'Apache-2.0 AND MIT', 'AGPL-3.0 OR MIT'])('accepts %s', (licence) => {
    expect(isAcceptedLicence(licence)).toBe(true);
  });

  it.each([
    'AGPL-3.0-only',
    'SSPL-1.0',
    'BUSL-1.1',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE.txt',
    'MIT AND AGPL-3.0',
    '',
    undefined,
  ])('refuses %s', (licence) => {
    expect(isAcceptedLicence(licence)).toBe(false);
  });
});
