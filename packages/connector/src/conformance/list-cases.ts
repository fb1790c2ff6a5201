import { expect } from 'vitest';
import type { Dossier, Session } from '../contract.ts';
import { isPolled, lists } from './concerns.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { deadline } from './subject.ts';

const manyDossiers = 3_000;

async function listAll(session: Session): Promise<Dossier[]> {
  const dossiers: Dossier[] = [];
  for await (const page of session.listDossiers?.(deadline()) ?? []) dossiers.push(...page);
  return dossiers;
}

function makeDossier(index: number): Dossier {
  const siren = String(300_000_000 + index);
  return { key: String(900_000 + index), name: `Société ${index}`, siren, nic: '00017', active: true };
}

export const listCases: readonly ConformanceCase[] = [
  {
    name: 'the list of dossiers holds the one that takes documents, once',
    concerns: lists,
    async run(subject) {
      const dossiers = await listAll(subject.open());
      const keys = dossiers.map(({ key }) => key);
      expect(keys.filter((key) => key === subject.partner.clientKey)).toHaveLength(1);
      expect(keys).not.toContain(subject.partner.unknownClientKey);
      for (const { name, siren, nic } of dossiers) {
        expect(name).not.toBe('');
        if (siren !== null) expect(siren).toMatch(/^\d{9}$/);
        if (nic !== null) expect(nic).toMatch(/^\d{5}$/);
      }
    },
  },
  {
    name: 'an account without dossiers has an empty list',
    concerns: lists,
    async run(subject) {
      const credentials = subject.partner.emptyCredentials;
      if (credentials === undefined)
        return expect.fail('the harness has no empty account, and declares no skip');
      expect(await listAll(subject.open({ credentials }))).toEqual([]);
    },
  },
  {
    name: 'thousands of dossiers are listed, each once, as they are',
    concerns: lists,
    async run(subject) {
      const added = Array.from({ length: manyDossiers }, (_, index) => makeDossier(index));
      if (subject.partner.addDossiers === undefined)
        return expect.fail('the harness cannot add dossiers, and declares no skip');
      await subject.partner.addDossiers(added);
      const listed = new Map((await listAll(subject.open())).map((dossier) => [dossier.key, dossier]));
      expect(added.filter(({ key }) => !listed.has(key))).toEqual([]);
      expect(listed.get(added[0]?.key ?? '')).toEqual(added[0]);
    },
  },
  {
    name: 'a dossier that the partner shows twice is listed once',
    concerns: lists,
    async run(subject) {
      const repeated = makeDossier(manyDossiers);
      if (subject.partner.repeatDossier === undefined)
        return expect.fail('the harness cannot show a dossier twice, and declares no skip');
      await subject.partner.repeatDossier(repeated);
      const keys = (await listAll(subject.open())).map(({ key }) => key);
      expect(keys.filter((key) => key === repeated.key)).toHaveLength(1);
    },
  },
  {
    name: 'what became of a document is told, and nothing of one that the partner does not know',
    concerns: isPolled,
    async run(subject) {
      const session = subject.open();
      const request = subject.request(subject.document(8_000));
      const { partnerRef } = await session.deliver(request, deadline());
      if (partnerRef === null) return expect.fail('a partner that is polled gives no reference');
      const unknownRef = '123456789012';
      const known = await session.track?.(request.clientKey, [partnerRef, unknownRef], deadline());
      expect([...(known?.keys() ?? [])]).toEqual([partnerRef]);
      expect(known?.get(partnerRef)?.partnerStatus).not.toBe('');
    },
  },
];
