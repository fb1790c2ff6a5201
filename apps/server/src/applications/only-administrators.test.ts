/** What a collaborator may see and do of applications: those of the firm, and nothing of those it does not use. */
import type { Installation } from '@navette/api';
import { expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const used = createScriptedPartner();
const unused = createScriptedPartner({ id: 'unused', name: 'Jamais ajoutée', partner: 'Jamais ajoutée' });
const platform = await testPlatform([used.connector, unused.connector]);
const firm = await testFirm(platform);
const client = await firm.addClient('Menuiserie Aubertin');
const { id } = await firm.connect('scripted', client.id);
const collaborator = await firm.addUser('collaborator');
const at = `${firm.path}/installations`;

it('a collaborator can ask nothing of the catalogue, and changes nothing of an application', async () => {
  const refused = [
    ['GET', `${firm.path}/applications`],
    ['POST', `${firm.path}/name-preview`, { application: 'unused', template: '{name}' }],
    ['POST', at, { application: 'unused', credentials: { secret: 'x' } }],
    ['PATCH', `${at}/${id}`, { name: 'Autre' }],
    ['POST', `${at}/${id}/credentials`, { credentials: {} }],
    ['POST', `${at}/${id}/pause`],
    ['POST', `${at}/${id}/resume`],
    ['DELETE', `${at}/${id}`],
    ['GET', `${firm.path}/setups`],
    ['POST', `${firm.path}/setups`, { application: 'unused' }],
    ['GET', `${firm.path}/application-requests`],
  ] as const;
  for (const [method, path, body] of refused)
    expect([path, (await collaborator.call(method, path, body)).status]).toEqual([path, 403]);
  expect(unused.opened).toEqual([]);
});

it('what he may read names no application that the firm does not use', async () => {
  const readable = [
    at,
    `${firm.path}/installation-figures`,
    `${at}/${id}/connections`,
    `${at}/${id}/rules`,
    `${firm.path}/deliveries`,
    `${firm.path}/clients`,
  ];
  for (const path of readable) {
    const { status, body } = await collaborator.call(path === at ? 'GET' : 'GET', path);
    expect([path, status]).toEqual([path, 200]);
    expect(JSON.stringify(body)).not.toMatch(/unused|Jamais/);
  }
  const { body } = await collaborator.call<{ items: Installation[] }>('GET', at);
  expect(body.items).toMatchObject([{ application: 'scripted', settings: null }]);
});
