import type { Rule } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { newOffice } from './test-rules.ts';

const platform = await testPlatform([
  createScriptedPartner().connector,
  createScriptedPartner({ id: 'other' }).connector,
]);

/** A firm with two applications, and how rules are added to each. */
async function newFirm() {
  const firm = await testFirm(platform);
  const add = async (application: string) => {
    const { body } = await firm.admin.call<{ id: string }>('POST', `${firm.path}/installations`, {
      application,
      credentials: { secret: 'a' },
    });
    const path = `${firm.path}/installations/${body.id}/rules`;
    return (sourcePath: string, archivePath: string | null = null) =>
      firm.admin.call<Rule & { code?: string; fr?: string; en?: string }>('POST', path, {
        sourcePath,
        archivePath,
        documentType: 'purchase',
      });
  };
  return { one: await add('scripted'), two: await add('other') };
}

describe('adding a rule', () => {
  it('shows the path that it means today', async () => {
    platform.setClock(new Date('2026-12-31T23:30:00Z'));
    const { one } = await newFirm();
    expect(await one('Achats/{millesime}/{Mois}/')).toMatchObject({
      status: 201,
      body: { sourcePath: '/Achats/{millésime}/{mois}', meansToday: '/Achats/2027/01', withSubfolders: true },
    });
    platform.setClock(null);
  });

  it.each([
    ['/Achats/{annee}', 'seules {millésime}, {mois}, {trimestre}, {client} et {type} existent'],
    ['/Achats/{mois}', '{mois} demande aussi {millésime}'],
    ['/Achats/{trimestre}', '{trimestre} demande aussi {millésime}'],
    ['/Achats: {millésime}', 'aucun répertoire ne peut s’appeler «\u00a0Achats: {millésime}\u00a0»'],
    ['/Achats.', 'aucun répertoire ne peut s’appeler'],
    ['/Achats/{millésime', 'une accolade n’est pas fermée'],
    ['/{millésime}/{millésime}', 'une variable y est deux fois'],
    [' / ', 'il est vide'],
  ])('refuses %s and says why', async (path, reason) => {
    const { one } = await newFirm();
    const answer = await one(path);
    expect(answer).toMatchObject({ status: 422, body: { code: 'rule_never_matches' } });
    expect(answer.body.fr).toContain(reason);
    // Each language whole: nothing of the French stands in the English sentence.
    expect(answer.body.en).toMatch(/^This path cannot be used: /);
    expect(answer.body.en).not.toMatch(/aucun|demande|seules|accolade|vide|deux/);
    expect(answer.body).toMatchObject({ field: 'sourcePath' });
  });

  it('refuses an archive that names a variable which its source does not', async () => {
    const { one } = await newFirm();
    expect((await one('/Achats', '/Archive/{millésime}')).body.code).toBe('rule_never_matches');
    expect((await one('/Achats/{millésime}', '/Archive/{millésime}/{mois}')).body.code).toBe(
      'rule_never_matches',
    );
    const quarterly = await one('/Achats/{millésime}/{trimestre}', '/Archive/{millésime}/{mois}');
    expect(quarterly.body.fr).toContain('l’archive nomme {mois}, que le chemin de dépôt ne donne pas');
    expect(quarterly.body).toMatchObject({ field: 'archivePath' });
    expect(
      await one('/Achats/{millésime}/{mois}', '/Archive/{client}/{type}/{millésime}/{trimestre}'),
    ).toMatchObject({ status: 201 });
  });

  it('refuses a type that the application does not take, and says which it takes', async () => {
    const office = await newOffice(platform);
    const answer = await office.call('POST', '/rules', { sourcePath: '/Social', documentType: 'other' });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        ...{ code: 'rule_type_refused', field: 'documentType' },
        fr: expect.stringContaining('Facture d’achat, Facture de vente, Note de frais.'),
        en: expect.stringContaining('Purchase invoice, Sales invoice, Expense note.'),
      },
    });
  });

  it('refuses an equal one of the same application, however it is written, and takes it for another', async () => {
    const { one, two } = await newFirm();
    expect((await one('/Achats/{millésime}')).status).toBe(201);
    for (const same of [
      '/achats/{millesime}',
      'ACHATS/{ Millésime }/',
      '/Achats /{mille\u0301sime}',
      '/Achats/{ MILLESIME }',
    ])
      expect(await one(same)).toMatchObject({ status: 409, body: { code: 'rule_exists' } });
    expect((await two('/Achats/{millésime}')).status).toBe(201);
    expect((await one('/Boîte/{type}')).status).toBe(201);
    for (const same of ["/boîte/facture d'achat", '/Boîte/Facture d’achat'])
      expect(await one(same)).toMatchObject({ status: 409, body: { code: 'rule_exists' } });
    expect((await one('/Boîte/Note de frais')).status).toBe(201);
  });

  it('refuses a loop over the rules of all the firm’s applications', async () => {
    const { one, two } = await newFirm();
    expect((await one('/Achats', '/Achats/Transmis')).body.code).toBe('rule_feeds_itself');
    expect((await one('/Achats', '/Ventes/Reçues')).status).toBe(201);
    expect((await two('/Ventes')).body.code).toBe('rule_feeds_itself');
    expect((await two('/Frais', '/Achats/Frais')).body.code).toBe('rule_feeds_itself');
  });

  it('says of a loop which archive of which application is in the way, and each way out that works', async () => {
    const { one, two } = await newFirm();
    expect((await one('/Achats', '/Achats/Transmis')).body).toMatchObject({
      field: 'archivePath',
      fr: 'L’archive /Achats/Transmis est dans le répertoire de cette règle\u00a0: ce qui y est archivé repartirait. Choisissez une archive ailleurs, ou décochez les sous-répertoires.',
      en: 'The archive /Achats/Transmis lies in the folder of this rule: what is archived there would leave again. Choose an archive elsewhere, or untick sub-folders.',
    });
    await one('/Achats/{millésime}/{mois}', '/Achats/{millésime}/Transmis');
    expect((await two('/Achats')).body).toMatchObject({
      field: 'sourcePath',
      fr: 'L’archive de la règle /Achats/{millésime}/{mois} de Partenaire, /Achats/{millésime}/Transmis, est dans ce répertoire\u00a0: ce qui y est archivé repartirait. Choisissez /Achats/{millésime}/{mois}, décochez les sous-répertoires, ou déplacez cette archive.',
      en: 'The archive of Partenaire’s rule /Achats/{millésime}/{mois}, /Achats/{millésime}/Transmis, lies in this folder: what is archived there would leave again. Choose /Achats/{millésime}/{mois}, untick sub-folders, or move that archive.',
    });
    expect((await two('/Achats/{millésime}/Transmis')).body.fr).toMatch(
      / Choisissez un autre chemin, ou déplacez cette archive\.$/,
    );
    expect((await two('/Frais', '/Achats/2026/11')).body).toMatchObject({
      field: 'archivePath',
      fr: expect.stringMatching(
        /^L’archive .* est dans le répertoire de la règle .* de Partenaire.*aucune\.$/,
      ),
    });
    // What is proposed is taken.
    expect((await two('/Achats/{millésime}/{mois}')).status).toBe(201);
  });

  it('lets no loop through when both halves are added at the same instant', async () => {
    for (let round = 0; round < 5; round++) {
      const { one, two } = await newFirm();
      const answers = await Promise.all([one('/A', '/B/fait'), two('/B', '/A/fait')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    }
  });
});
