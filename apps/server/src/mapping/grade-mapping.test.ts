import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Compared, type ComparedClient, type ComparedDossier, gradeMapping } from './grade-mapping.ts';

const siren = fc.constantFrom('732829320', '356000000', '552100554');
const key = fc.tuple(siren, fc.constantFrom('00074', '00015')).map((parts) => parts.join(''));
const clientIds = ['a', 'b', 'c', 'd', 'e'];
const dossierIds = ['1', '2', '3', '4', '5'];

const client = fc.oneof(
  key.map((value) => ({ key: value, near: value.slice(0, 9), isInvalid: false })),
  siren.map((near) => ({ key: null, near, isInvalid: false })),
  fc.constantFrom({ key: null, near: null, isInvalid: true }, { key: null, near: null, isInvalid: false }),
);
const dossier = fc.record({
  key: fc.option(key),
  near: siren,
  active: fc.boolean(),
});
const named = <Thing>(ids: readonly string[], thing: fc.Arbitrary<Thing>) =>
  fc
    .tuple(fc.subarray([...ids]), fc.array(thing, { minLength: ids.length, maxLength: ids.length }))
    .map(([some, things]) => some.map((id, index) => ({ id, ...(things[index] as Thing) })));

/** What the database keeps to: one connection for a client, and for a dossier. */
const connections = fc
  .tuple(fc.shuffledSubarray(clientIds), fc.shuffledSubarray([...dossierIds, 'gone']))
  .map(([some, keys]) =>
    some
      .slice(0, keys.length)
      .map((clientId, index) => ({ id: `c-${clientId}`, clientId, dossierId: keys[index] ?? '' })),
  );
const choices = fc
  .tuple(
    fc.subarray(clientIds),
    fc.array(fc.option(fc.constantFrom(...dossierIds, 'gone')), { minLength: 5 }),
  )
  .map(([some, keys]) => some.map((clientId, index) => ({ clientId, dossierId: keys[index] ?? null })));

const listed: fc.Arbitrary<Compared> = fc.record({
  clients: named(clientIds, client) as fc.Arbitrary<ComparedClient[]>,
  dossiers: named(dossierIds, dossier) as fc.Arbitrary<ComparedDossier[]>,
  connections,
  choices,
});
/** The partner lists none. */
const unlisted: fc.Arbitrary<Compared> = listed.map((compared) => ({ ...compared, dossiers: null }));
const compared = fc.oneof({ arbitrary: listed, weight: 4 }, { arbitrary: unlisted, weight: 1 });

const holds = (property: (given: Compared) => void) =>
  fc.assert(fc.property(compared, property), { numRuns: 2_000 });

describe('what is sure', () => {
  it('is never one dossier for two clients, nor one that another client is connected to', () => {
    holds((given) => {
      const sure = [...gradeMapping(given).values()].filter(({ grade }) => isSure(grade));
      const dossiers = sure.map(({ dossierId }) => dossierId);
      expect(new Set(dossiers).size).toBe(dossiers.length);
      expect(dossiers).not.toContain(null);
      const used = new Set(given.connections.map(({ dossierId }) => dossierId));
      expect(dossiers.filter((id) => used.has(id ?? ''))).toEqual([]);
    });
  });

  it('is, unless somebody chose it, an active dossier with the client’s own key, and the only active one', () => {
    holds((given) => {
      const graded = gradeMapping(given);
      for (const each of given.clients) {
        const { grade, dossierId } = graded.get(each.id) ?? {};
        if (grade !== 'exact' || given.dossiers === null) continue;
        const active = given.dossiers.filter((one) => one.active && one.key === each.key);
        expect(active.map(({ id }) => id)).toEqual([dossierId]);
      }
    });
  });

  it('does not hang on the order in which things are given', () => {
    holds((given) => {
      const turned = {
        clients: given.clients.toReversed(),
        dossiers: given.dossiers?.toReversed() ?? null,
        connections: given.connections.toReversed(),
        choices: given.choices.toReversed(),
      };
      const [one, other] = [gradeMapping(given), gradeMapping(turned)];
      for (const { id } of given.clients) {
        expect(other.get(id)?.grade).toBe(one.get(id)?.grade);
        expect(other.get(id)?.dossierId).toBe(one.get(id)?.dossierId);
      }
    });
  });
});

describe('every client', () => {
  it('has one grade, its connection first, then what somebody decided', () => {
    holds((given) => {
      const graded = gradeMapping(given);
      expect([...graded.keys()]).toEqual(given.clients.map(({ id }) => id));
      for (const { id } of given.clients) {
        const { grade, dossierId, connectionId } = graded.get(id) ?? {};
        const connection = given.connections.find(({ clientId }) => clientId === id);
        expect(grade === 'connected').toBe(connection !== undefined);
        expect(connectionId ?? null).toBe(connection?.id ?? null);
        if (connection !== undefined) continue;
        const choice = given.choices.find(({ clientId }) => clientId === id);
        expect(grade === 'left_out').toBe(choice?.dossierId === null);
        if (typeof choice?.dossierId !== 'string') continue;
        expect(['chosen', 'already_used', 'several', 'none']).toContain(grade);
        if (grade === 'chosen') expect(dossierId).toBe(choice.dossierId);
      }
    });
  });

  it('that wants the dossier of another one is told whose it is', () => {
    holds((given) => {
      for (const [id, { grade, otherId, dossierId }] of gradeMapping(given)) {
        if (grade === 'already_used')
          expect(given.connections).toContainEqual(expect.objectContaining({ clientId: otherId, dossierId }));
        expect(otherId).not.toBe(id);
        if (grade === 'several') expect(otherId === null).toBe(dossierId === null);
      }
    });
  });

  it('that is left out or connected takes nothing from the others', () => {
    holds((given) => {
      const graded = gradeMapping(given);
      const away = new Set(
        given.clients
          .filter(({ id }) => ['left_out', 'connected'].includes(graded.get(id)?.grade ?? ''))
          .map(({ id }) => id),
      );
      const without = gradeMapping({ ...given, clients: given.clients.filter(({ id }) => !away.has(id)) });
      for (const [id, each] of without) expect(graded.get(id)).toEqual(each);
    });
  });
});

function isSure(grade: string): boolean {
  return grade === 'exact' || grade === 'chosen';
}
