import type { Manifest } from '@navette/connector';
import { describe, expect, it } from 'vitest';
import { readTable } from '../client-imports/import-columns.ts';
import { scriptedManifest } from '../testing/scripted-partner.ts';
import { recogniseColumns } from './import-columns.ts';

const attributes = [
  { id: 'code', label: 'Code dossier', kind: 'code', isUnique: true },
  { id: 'siret', label: 'SIRET', kind: 'siret', isUnique: false },
] as const;
const { clientKey } = scriptedManifest;
const byMail: Manifest = {
  ...scriptedManifest,
  ...{ partner: 'Dext', name: 'Dext Achats' },
  clientKey: { ...clientKey, kind: 'email', label: { fr: 'E-mail de collecte', en: 'Collect e-mail' } },
};
const byCode: Manifest = { ...scriptedManifest, partner: 'ACD', name: 'ACD – i-Suite', clientKey };

function targetsOf(manifest: Manifest, header: string[], ...rows: string[][]): (string | null)[] {
  const table = readTable([header, ...(rows.length > 0 ? rows : [header.map((_, index) => `v${index}`)])]);
  return recogniseColumns(table, manifest, attributes).map(({ target }) => target);
}

describe('the columns of a file of connections', () => {
  it.each([
    [byMail, ['Dossier client', 'Code dossier', 'SIRET', 'E-mail de collecte', 'Libellé']],
    [byMail, ['RAISON SOCIALE', 'N° dossier', 'N° SIRET', 'Adresse e-mail', 'label']],
    [byMail, ['Nom du client', 'code client', 'siret', 'E-mail de collecte (Dext)', 'Libellé']],
    [byMail, ['Client', 'Référence', 'Numéro de SIRET', 'Collect e-mail Dext Achats', 'Intitulé']],
    [byCode, ['Dossier client', 'Code dossier', 'SIRET', 'Code dossier (ACD)', 'Libellé']],
  ])('are known by what people call them: %#', (manifest, header) => {
    expect(targetsOf(manifest, header)).toEqual([
      ...['client', 'attribute:code', 'attribute:siret', 'key', 'label'],
    ]);
  });

  it('are the key where they are called like it, also where the firm has an attribute of that name', () => {
    expect(targetsOf(byCode, ['Dossier', 'Code dossier'])).toEqual(['client', 'key']);
    expect(targetsOf(byCode, ['SIRET', 'Identifiant'])).toEqual(['attribute:siret', 'key']);
  });

  it('are told by what they hold, or by being the only one left', () => {
    expect(
      targetsOf(byMail, ['Dossier', 'Dext', 'Remarque'], ['A', 'a@dext.cc', 'x'], ['B', 'b@dext.cc', 'y']),
    ).toEqual(['client', 'key', null]);
    expect(targetsOf(byCode, ['Dossier', 'Chez ACD'])).toEqual(['client', 'key']);
    expect(targetsOf(byMail, ['Compta', 'Mail'])).toEqual(['client', 'key']);
    expect(targetsOf(byCode, ['Dossier', 'Chez ACD', 'Remarque'])).toEqual(['client', null, null]);
  });

  it('of our own files are left out where nothing of them is read', () => {
    expect(
      targetsOf(byMail, ['Dossier client', 'Répertoires', 'État', 'Connecté le', 'Résultat', 'Explication']),
    ).toEqual(['client', null, null, null, null, null]);
  });

  it('without a header are left out, unless they can only be one thing', () => {
    expect(targetsOf(byMail, ['Dossier', ''], ['A', 'a@dext.cc'])).toEqual(['client', 'key']);
    expect(targetsOf(byMail, ['Dossier', ''], ['A', ''])).toEqual(['client', null]);
  });
});
