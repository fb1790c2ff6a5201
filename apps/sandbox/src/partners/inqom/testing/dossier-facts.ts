import { expect } from 'vitest';
import { distortObjects, distortStatus } from '../../../testing/fact.ts';
import type { InqomFact } from './inqom-fact.ts';

const folders = '/provisioning/companies/3107/accounting-folders';

export const dossierFacts: readonly InqomFact[] = [
  {
    fact: 'GET /provisioning/users/internal-access gives what the account may enter, AccessType Company (id in Id) or Pme (id in CompanyId)',
    async check({ inqom }) {
      const token = await inqom.token();
      const { status, body } = await inqom.call('GET', '/provisioning/users/internal-access', { token });
      expect(status).toBe(200);
      expect(body).toMatchObject([
        { AccessType: 'Company', Id: 3107 },
        { AccessType: 'Pme', CompanyId: 3108 },
      ]);
      const [, pme] = body as { Id: number }[];
      const wrong = await inqom.call('GET', `/provisioning/companies/${pme?.Id}/accounting-folders`, {
        token,
      });
      expect(wrong.status).toBe(404);
    },
    misread: {
      as: 'the id of a Pme is in Id',
      distort: distortObjects((object) =>
        object.AccessType === 'Pme' ? { ...object, Id: object.CompanyId, CompanyId: null } : object,
      ),
    },
  },
  {
    fact: 'an array without paging of {Id, Name, UniqueName, Siren, Nic, ExternalId, CompanyId, Status: Active|Closing|Archived, …}',
    async check({ inqom }) {
      const token = await inqom.token();
      const more = Array.from({ length: 2000 }, (_, index) => ({
        id: 60_000 + index,
        name: `Dossier ${index}`,
        siren: '732829320',
      }));
      await inqom.order('PUT', '/inqom/dossiers', more);
      const { body } = await inqom.call('GET', folders, { token });
      expect(body).toHaveLength(2006);
      expect(body).toContainEqual({
        Id: 48211,
        Name: 'Acheteur national',
        UniqueName: expect.any(String),
        Siren: '787878784',
        Nic: '00035',
        ExternalId: null,
        CompanyId: 3107,
        Status: 'Active',
      });
      const statuses = new Set((body as { Status: string }[]).map(({ Status }) => Status));
      expect([...statuses].sort()).toEqual(['Active', 'Archived', 'Closing']);
    },
    misread: {
      as: 'one page of a hundred',
      distort: (answer) => ({
        ...answer,
        body: Array.isArray(answer.body) ? answer.body.slice(0, 100) : answer.body,
      }),
    },
  },
  {
    fact: 'There is no SIRET field: SIRET = Siren + Nic, and Nic may be empty',
    async check({ inqom }) {
      const token = await inqom.token();
      const { body } = await inqom.call('GET', folders, { token });
      const dossiers = body as Record<string, unknown>[];
      for (const dossier of dossiers) {
        expect(Object.keys(dossier).join()).not.toMatch(/siret/i);
        expect(`${dossier.Siren}${dossier.Nic}`).toMatch(/^\d{9}(\d{5})?$/);
      }
      expect(dossiers.map(({ Nic }) => Nic)).toContain('');
      const direct = await inqom.call('GET', '/provisioning/companies/3108/accounting-folders', { token });
      expect(direct.body).toMatchObject([{ Nic: null }]);
    },
    misread: {
      as: 'a dossier has a Siret',
      distort: distortObjects((object) => ({ ...object, Siret: `${object.Siren}${object.Nic}` })),
    },
  },
  {
    fact: '400 may carry a message',
    async check({ inqom }) {
      const token = await inqom.token();
      const archived = await inqom.push(token, { dossier: 48215 });
      expect(archived).toMatchObject({ status: 400, body: { Message: expect.stringContaining('archivé') } });
      expect((await inqom.push(token, { dossier: 48214 })).status).toBe(201);
      expect((await inqom.push(token, { dossier: 99999 })).status).toBe(404);
    },
    misread: { as: 'an archived dossier takes documents', distort: distortStatus(400, 201) },
  },
];
