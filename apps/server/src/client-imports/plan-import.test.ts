import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeFacts } from '../attributes/list-attributes.ts';
import type { AttributeValue } from '../attributes/read-value.ts';
import type { Existing, ExistingClient } from './existing.ts';
import { guessColumns, guessMatchBy, readTable } from './import-columns.ts';
import { nameKeyOf } from './name-key.ts';
import { type PlannedRow, planImport } from './plan-import.ts';

const siret: AttributeFacts = { id: 'siret', label: 'SIRET', kind: 'siret', isUnique: false };
const code: AttributeFacts = { id: 'code', label: 'Code dossier', kind: 'code', isUnique: true };
const email: AttributeFacts = { id: 'email', label: 'E-mail de collecte', kind: 'email', isUnique: false };
const attributes = [siret, code, email];
const valid = '73282932000074';
const wrong = '73282932000075';

function client(
  id: string,
  name: string,
  values: Record<string, string | AttributeValue> = {},
  more: Partial<ExistingClient> = {},
) {
  const entries = Object.entries(values).map(([attribute, value]): [string, AttributeValue] => [
    attribute,
    typeof value === 'string'
      ? { value, key: value.toLowerCase().replaceAll(' ', ''), overrideReason: null }
      : value,
  ]);
  return {
    id,
    name,
    isArchived: false,
    isSeen: true,
    values: new Map(entries),
    collaboratorIds: [],
    ...more,
  };
}

const people = [
  { id: 'p1', name: 'Claire Morvan', email: 'claire@exemple.fr', isActive: true },
  { id: 'p2', name: 'Paul Étienne', email: 'paul@exemple.fr', isActive: true },
  { id: 'p3', name: 'Paul Étienne', email: 'paul2@exemple.fr', isActive: true },
  { id: 'p4', name: 'Partie', email: 'partie@exemple.fr', isActive: false },
];

/** Plans lines of cells, the first being the header. */
function plan(
  lines: readonly (readonly string[])[],
  clients: readonly ExistingClient[] = [],
  matchBy?: string,
): PlannedRow[] {
  const existing: Existing = { attributes, clients, people };
  const table = readTable(lines);
  const columns = guessColumns(table, attributes);
  return planImport(table, columns, matchBy ?? guessMatchBy(columns, attributes), existing);
}

const codesOf = (row: PlannedRow | undefined) => row?.problems.map((problem) => problem.code);

describe('the columns of a file', () => {
  it('are recognised by the labels of the firm and by what people usually write, each once', () => {
    const guess = (...header: string[]) =>
      guessColumns(readTable([header, header.map((_, index) => `x${index}`)]), attributes).map(
        ({ target }) => target,
      );
    expect(
      guess('Raison sociale', 'N° SIRET', 'CODE  DOSSIER', 'Courriel', 'Responsable', 'Motif', 'Ville'),
    ).toEqual([
      ...[
        'name',
        'attribute:siret',
        'attribute:code',
        'attribute:email',
        'collaborators',
        'overrideReason',
        null,
      ],
    ]);
    expect(guess('Nom', 'Client', 'Nom')).toEqual(['name', null, null]);
    expect(guess('Company name', 'Client code', 'SIRET number')).toEqual([
      'name',
      'attribute:code',
      'attribute:siret',
    ]);
  });

  it('without a header, or with one that is there twice, are left out and said', () => {
    const table = readTable([
      [],
      ['Nom', '', 'nom', 'Ville'],
      ['a', 'b', 'c', 'd', '', 'e'],
      ['f', 'g', '', '', '', 'h'],
    ]);
    expect(
      guessColumns(table, attributes).map(({ header, problem, sample }) => [header, problem, sample]),
    ).toEqual([
      ['Nom', null, 'a'],
      ['', 'header_missing', 'b'],
      ['nom', 'header_duplicated', 'c'],
      ['Ville', null, 'd'],
      ['', 'header_missing', 'e'],
    ]);
  });

  it('say by what clients are recognised: a unique attribute, else the SIRET, else the name', () => {
    const match = (...header: string[]) =>
      guessMatchBy(guessColumns(readTable([header]), attributes), attributes);
    expect(match('Nom', 'SIRET', 'Code')).toBe('code');
    expect(match('Nom', 'SIRET', 'E-mail')).toBe('siret');
    expect(match('Nom', 'E-mail')).toBe('name');
  });
});

describe('a SIRET in a file', () => {
  const one = (cell: string, reason = '', clients: ExistingClient[] = []) =>
    plan(
      [
        ['Nom', 'SIRET', 'Motif'],
        ['Client', cell, reason],
      ],
      clients,
    )[0];

  it('is taken as people write it', () => {
    for (const cell of [valid, '732 829 320 00074', '\u00a0732\u202f829\u00a0320 00074', '732.829.320.00074'])
      expect(one(cell)?.writes.attributes, cell).toEqual([
        { attributeId: 'siret', value: valid, overrideReason: null },
      ]);
  });

  it('that lost its leading zeros gets them again, and that is said', () => {
    const row = one('5720784700005');
    expect(row?.problems).toMatchObject([
      {
        code: 'import_zeros_added',
        isError: false,
        column: 'SIRET',
        given: '5720784700005',
        suggestion: '05720784700005',
      },
    ]);
    expect(row).toMatchObject({ change: 'create', writes: { attributes: [{ value: '05720784700005' }] } });
    // Too short, or not valid with zeros either: nobody knows what it was.
    for (const cell of ['18', '5720784700006'])
      expect(codesOf(one(cell)), cell).toEqual(['siret_not_14_digits']);
  });

  it('that a spreadsheet rounded is refused by name: its digits are lost', () => {
    for (const cell of ['4,04833E+13', '4.04833E+13', '7,32829E13']) {
      expect(codesOf(one(cell)), cell).toEqual(['number_rounded']);
      expect(one(cell)?.change).toBeNull();
    }
  });

  it('whose check digit is wrong needs a reason, which a column gives, or the client has already', () => {
    expect(codesOf(one(wrong))).toEqual(['number_bad_checksum']);
    expect(one(wrong, 'vu sur le Kbis')?.writes.attributes[0]).toMatchObject({
      overrideReason: 'vu sur le Kbis',
    });
    expect(codesOf(one(wrong, 'ok'))).toEqual(['number_bad_checksum']);
    const had = client('c1', 'Client', { siret: { value: wrong, key: wrong, overrideReason: 'déjà dit' } });
    expect(one(wrong, '', [had])).toMatchObject({ change: 'unchanged', problems: [] });
    // No reason vouches for what is no number.
    expect(codesOf(one('123', 'vu sur le Kbis'))).toEqual(['siret_not_14_digits']);
  });
});

describe('a row', () => {
  const header = ['Nom', 'Code dossier', 'SIRET'];

  it('creates, updates, or changes nothing; empty cells leave what is there', () => {
    const there = [
      client('c1', 'Aubertin', { code: 'A1', siret: valid }),
      client('c2', 'Baudry', { code: 'B1' }),
    ];
    const rows = plan(
      [header, ['Aubertin', 'a 1', ''], ['Baudry & Fils', 'B1', valid], ['Caron', 'C1', '']],
      there,
    );
    expect(rows.map(({ change, clientId }) => [change, clientId])).toEqual([
      // The code written otherwise is a change of how it is written.
      ['update', 'c1'],
      ['update', 'c2'],
      ['create', null],
    ]);
    expect(rows[1]?.changes).toEqual([
      { column: 'Nom', from: 'Baudry', to: 'Baudry & Fils' },
      { column: 'SIRET', from: null, to: valid },
    ]);
    expect(
      plan([header, ['', 'A1', ''], ['Aubertin', 'A1', valid]], there).map(({ change }) => change),
    ).toEqual(['unchanged', 'unchanged']);
  });

  it('finds by its name the client whose code or SIRET is still to be filled in, and makes no second one', () => {
    const there = [client('c1', 'Menuiserie  Aubertin')];
    const [row] = plan(
      [
        ['Nom', 'SIRET'],
        ['MENUISERIE AUBERTIN', valid],
      ],
      there,
    );
    expect(row).toMatchObject({
      change: 'update',
      clientId: 'c1',
      writes: { attributes: [{ value: valid }] },
    });
    const [other] = plan(
      [
        ['Nom', 'SIRET'],
        ['Menuiserie Aubertin', '55210055400013'],
      ],
      [client('c1', 'Menuiserie Aubertin', { siret: valid })],
    );
    expect(other).toMatchObject({
      change: 'create',
      problems: [{ code: 'import_same_name', isError: false }],
    });
  });

  it('is refused when it is not clear whom it is about, and names them', () => {
    const there = [
      client('c1', 'Dupont', { code: 'D1', siret: valid }),
      client('c2', 'Dupont', { code: 'D2', siret: valid }),
    ];
    for (const matchBy of ['name', 'siret']) {
      const [row] = plan(
        [
          ['Nom', 'SIRET'],
          ['Dupont', valid],
        ],
        there,
        matchBy,
      );
      expect(row?.problems).toMatchObject([
        { code: 'import_several_match', params: { clients: 'Dupont D1, Dupont D2' } },
      ]);
    }
    expect(plan([header, ['Dupont', 'D2', '']], there)[0]).toMatchObject({
      change: 'unchanged',
      clientId: 'c2',
    });
  });

  it('that repeats another, or takes a unique value, is refused with where it is', () => {
    const rows = plan([header, ['Un', 'X1', ''], [], ['Deux', 'x 1', ''], ['Un', '', '']], []);
    expect(codesOf(rows[0])).toEqual([]);
    expect(rows[1]?.problems[0]).toMatchObject({ code: 'import_row_repeated', params: { row: 2 } });
    const byName = plan([header, ['Un', 'X1', ''], ['Deux', 'X1', ''], ['un', '', '']], [], 'name');
    expect(byName[1]?.problems).toMatchObject([
      { code: 'import_value_repeated', params: { row: 2, label: 'Code dossier' } },
    ]);
    expect(byName[2]?.problems).toMatchObject([{ code: 'import_row_repeated', params: { row: 2 } }]);
    const taken = plan([header, ['Neuf', 'A1', '']], [client('c1', 'Aubertin', { code: 'A1' })], 'name');
    expect(taken[0]?.problems).toMatchObject([
      { code: 'value_taken', params: { client: 'Aubertin' }, column: 'Code dossier' },
    ]);
  });

  it('of who does not see a client says nothing of it but that it is there', () => {
    const hidden = client('c1', 'Dossier secret', { code: 'S1', siret: valid }, { isSeen: false });
    for (const [line, matchBy, problem] of [
      [['Autre nom', 'S1', ''], 'code', 'import_client_not_seen'],
      [['Autre nom', 'S1', ''], 'name', 'value_taken_unseen'],
    ] as const) {
      const [row] = plan([header, line], [hidden], matchBy);
      expect(codesOf(row)).toContain(problem);
      expect(JSON.stringify([row?.name, row?.clientId, row?.changes, row?.problems])).not.toContain('secret');
      expect(JSON.stringify([row?.changes, row?.problems])).not.toContain(valid);
    }
  });

  it('without a name, with one too long, or with a cell too many is refused', () => {
    expect(codesOf(plan([header, ['', 'Z9', '']])[0])).toEqual(['import_name_missing']);
    expect(codesOf(plan([header, ['x'.repeat(201), 'Z9', '']])[0])).toEqual(['value_too_long']);
    expect(codesOf(plan([header, ['a', 'Z9', '', 'x'], ['b', 'Z8', ''], ['c', 'Z7', '']])[0])).toEqual([
      'import_too_many_cells',
    ]);
    expect(codesOf(plan([header, ['a']])[0])).toEqual([]);
  });

  it('names people by name or e-mail, and sets them all', () => {
    const line = (cell: string, clients: ExistingClient[] = []) =>
      plan(
        [
          ['Nom', 'Collaborateurs'],
          ['Client', cell],
        ],
        clients,
      )[0];
    expect(line('claire morvan; PAUL2@exemple.fr')?.writes.collaboratorIds).toEqual(['p1', 'p3']);
    expect(line('Inconnu')?.problems).toMatchObject([
      { code: 'import_unknown_collaborator', given: 'Inconnu' },
    ]);
    expect(codesOf(line('Paul Étienne'))).toEqual(['import_ambiguous_collaborator']);
    expect(codesOf(line('Partie'))).toEqual(['import_unknown_collaborator']);
    const had = (ids: string[]) => [client('c1', 'Client', {}, { collaboratorIds: ids })];
    expect(line('Claire Morvan', had(['p1', 'p4']))?.changes).toEqual([
      { column: 'Collaborateurs', from: 'Claire Morvan, Partie', to: 'Claire Morvan' },
    ]);
    // Who has left stays where he is until somebody takes him off.
    expect(line('Claire Morvan, Partie', had(['p4', 'p1']))?.change).toBe('unchanged');
    expect(line('', had(['p1']))?.change).toBe('unchanged');
  });

  it('about an archived client says so', () => {
    const there = [client('c1', 'Aubertin', { code: 'A1' }, { isArchived: true })];
    expect(plan([header, ['Aubertin', 'A1', valid]], there)[0]).toMatchObject({
      ...{ change: 'update', problems: [{ code: 'import_client_archived', isError: false }] },
    });
  });
});

/** What is there once the rows were applied. */
function apply(clients: readonly ExistingClient[], rows: readonly PlannedRow[]): ExistingClient[] {
  const after = new Map(clients.map((each) => [each.id, each]));
  for (const { row, change, clientId, name, writes } of rows) {
    if (change === null || change === 'unchanged') continue;
    const old = clientId === null ? client(`${clients.length}-${row}`, name) : after.get(clientId);
    if (!old) throw new Error('A row is about a client that is not there');
    const written = writes.attributes.map(
      ({ attributeId, value, overrideReason }): [string, AttributeValue] => [
        attributeId,
        {
          value,
          overrideReason,
          key: attributeId === 'code' ? value.toLowerCase().replaceAll(' ', '') : value.toLowerCase(),
        },
      ],
    );
    after.set(old.id, {
      ...old,
      name: writes.name ?? old.name,
      values: new Map([...old.values, ...written]),
      collaboratorIds: writes.collaboratorIds ?? old.collaboratorIds,
    });
  }
  return [...after.values()];
}

const cells = fc.tuple(
  fc.constantFrom('', 'Un', 'un', 'Deux', 'Trois', ' Trois '),
  fc.constantFrom('', valid, '732 829 320 00074', wrong, '5720784700005', '552 100 554 00013', '4,04833E+13'),
  fc.constantFrom('', 'A1', 'a 1', 'B2', 'C3'),
  fc.constantFrom('', 'Claire Morvan', 'claire@exemple.fr, paul@exemple.fr', 'Inconnu'),
  fc.constantFrom('', 'vu sur le Kbis'),
);
const lines = fc.array(cells, { minLength: 1, maxLength: 12 });
const header = ['Nom', 'SIRET', 'Code dossier', 'Collaborateurs', 'Motif'];
const matchBy = fc.constantFrom('name', 'siret', 'code');

it('gives one SIRET to one client when rows are recognised by it, even where each row is about another', () => {
  const there = apply([], plan([header, ['un', '', '', '', '']], [], 'name'));
  const rows = plan(
    [header, ['Trois', '73282932000074', '', '', ''], ['un', '73282932000074', '', '', '']],
    there,
    'siret',
  );
  expect(rows.map(({ change, problems }) => [change, problems.map(({ code }) => code)])).toEqual([
    ['create', []],
    [null, ['import_row_repeated']],
  ]);
});

describe('whatever a file holds', () => {
  it('applied, then imported again, it changes nothing that it wrote', () => {
    fc.assert(
      fc.property(lines, lines, matchBy, (first, second, by) => {
        const there = apply([], plan([header, ...first], [], 'name'));
        const rows = plan([header, ...second], there, by);
        const after = apply(there, rows);
        const again = plan([header, ...second], after, by);
        const names = after.map(({ name }) => nameKeyOf(name));
        const isClear = rows.every(({ change }) => change !== null) && new Set(names).size === names.length;
        for (const [index, { change }] of again.entries()) {
          const told = JSON.stringify([second[index], rows[index], again[index]]);
          if (isClear) expect(change, told).toBe('unchanged');
          // Where two clients have one name, or a row was refused, another may be refused now; none undoes what was written.
          else if (rows[index]?.change !== null) expect(['unchanged', null], told).toContain(change);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('no unique value is given to two clients, and no client is written twice', () => {
    fc.assert(
      fc.property(lines, lines, matchBy, (first, second, by) => {
        const there = apply([], plan([header, ...first], [], 'name'));
        const rows = plan([header, ...second], there, by);
        const written = rows.filter(({ change }) => change === 'update').map(({ clientId }) => clientId);
        expect(new Set(written).size).toBe(written.length);
        const codes = apply(there, rows).flatMap(({ values }) => values.get('code')?.key ?? []);
        expect(new Set(codes).size).toBe(codes.length);
      }),
      { numRuns: 2_000 },
    );
  });
});
