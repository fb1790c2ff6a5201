import type { RuleCoverage } from '@navette/api';
import { expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { limitToHisClients } from '../testing/test-documents.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { generalPath } from './general-path.ts';
import { addInstallation, newOffice, setInstallation } from './test-rules.ts';

const platform = await testPlatform([
  createScriptedPartner().connector,
  createScriptedPartner({ id: 'other', name: 'Autre' }).connector,
]);

it.each([
  ['/Achats/2026/11', '/Achats/{millésime}/{mois}'],
  ['/Achats/2025/T3/scans', '/Achats/{millésime}/{trimestre}/scans'],
  ['/11/2026', '/11/{millésime}'],
  ['/Exercice 2026/11', '/Exercice 2026/11'],
  ['/2026/2025/13', '/{millésime}/2025/13'],
])('%s is told as %s', (path, general) => {
  expect(generalPath(path)).toBe(general);
});

it('shows where documents are, with the rules that feed it and the other applications that take them', async () => {
  const office = await newOffice(platform);
  const other = await addInstallation(office.firm, 'other');
  const [one, two] = [await office.addConnected('Aubertin'), await office.addConnected('Bains')];
  await other.connect(one.clientId);
  const broad = await office.addRule('/Achats');
  const monthly = await office.addRule('/Achats/{millésime}/{mois}');
  await other.addRule('/Paie');
  for (const path of ['/Achats/2026/10', '/achats/2026/11', '/Achats/2019/01']) await one.drop(path, 'a.pdf');
  await two.drop('/Achats/2026/11', 'b.pdf');
  await two.drop('/Achats/divers', 'c.pdf');
  for (const tree of [one, two]) await tree.drop('/Paie', 'd.pdf');
  const coverage = async (query = '', user = office.firm.admin) =>
    (await office.call<RuleCoverage>('GET', `/coverage${query}`, undefined, user)).body;
  expect(await coverage()).toEqual({
    ...{ none: 2, one: 1, several: 1 },
    items: [
      {
        ...{ path: '/Achats/{millésime}/{mois}', clients: 2, documents: 4 },
        ...{ ruleIds: [monthly.id, broad.id], otherApplications: [] },
      },
      { path: '/Achats/divers', clients: 1, documents: 1, ruleIds: [broad.id], otherApplications: [] },
      // The other application takes them of one client, not of the other.
      { path: '/Paie', clients: 1, documents: 1, ruleIds: [], otherApplications: ['Autre'] },
      { path: '/Paie', clients: 1, documents: 1, ruleIds: [], otherApplications: [] },
    ].sort((a, b) => b.documents - a.documents),
  });
  expect((await coverage('?only=none')).items.map(({ path }) => path)).toEqual(['/Paie', '/Paie']);
  const user = await office.firm.addUser('collaborator', [two.clientId]);
  await limitToHisClients(platform, office.firm, user);
  expect((await coverage('', user)).items).toHaveLength(3);
  await setInstallation(platform, other, { state: 'preparing' });
  expect((await coverage('?only=none')).items).toMatchObject([{ clients: 2, otherApplications: [] }]);
});
