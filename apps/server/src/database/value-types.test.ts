import fc from 'fast-check';
import pg from 'pg';
import { expect, test } from 'vitest';
import { testDatabase } from './test-database.ts';

const database = await testDatabase();

async function readValue(
  expression: string,
  values: unknown[] = [],
  pool: pg.Pool = database.queue,
): Promise<unknown> {
  const { rows } = await pool.query({ text: `select ${expression} as value`, values });
  return rows[0].value;
}

test('counts are numbers, and one too large to be exact is refused', async () => {
  expect(await readValue('count(*)')).toBe(1);
  expect(await readValue('9007199254740991::int8')).toBe(Number.MAX_SAFE_INTEGER);
  expect(await readValue('array[1, null, 3]::int8[]')).toEqual([1, null, 3]);
  await expect(readValue('9007199254740992::int8')).rejects.toThrow(RangeError);
  expect(await readValue('1')).toBe(1);
});

test('exact decimals stay strings', async () => {
  expect(await readValue('(select sum(x) from (values (1::int8)) as t (x))')).toBe('1');
  expect(await readValue('(select sum(x)::int8 from (values (1::int8)) as t (x))')).toBe(1);
});

test('instants are ISO strings in UTC, whatever the zone of the session', async () => {
  const instant = `'2026-11-21 09:03:07.5+01'::timestamptz`;
  expect(await readValue(instant)).toBe('2026-11-21T08:03:07.500Z');
  expect(await readValue(`'2026-11-21 08:03:07.123456Z'::timestamptz`)).toBe('2026-11-21T08:03:07.123456Z');
  expect(await readValue(`array[${instant}, null]`)).toEqual(['2026-11-21T08:03:07.500Z', null]);
  expect(await readValue(`array[array[${instant}]]`)).toEqual([['2026-11-21T08:03:07.500Z']]);
  expect(await readValue(`'-infinity'::timestamptz`)).toBe('-infinity');
  const client = await database.openClient('queue');
  for (const zone of ['Asia/Kolkata', 'America/St_Johns', 'Europe/Paris']) {
    await client.query(`set timezone = '${zone}'`);
    expect((await client.query(`select ${instant} as at`)).rows).toEqual([
      { at: '2026-11-21T08:03:07.500Z' },
    ]);
    expect((await client.query(`select '1890-01-01 00:00:00Z'::timestamptz as at`)).rows).toEqual([
      { at: '1890-01-01T00:00:00.000Z' },
    ]);
  }
  await client.end();
});

test('an instant sent back is the same instant, to the microsecond', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 4_102_444_800_000 }),
      fc.integer({ min: 0, max: 999 }),
      async (ms, micro) => {
        const sent = new Date(ms).toISOString().replace('Z', `${String(micro).padStart(3, '0')}Z`);
        const got = await readValue('$1::timestamptz', [sent]);
        expect(got).toBe(micro === 0 ? new Date(ms).toISOString() : sent);
        expect(await readValue('$1::timestamptz = $2::timestamptz', [sent, got])).toBe(true);
      },
    ),
    { numRuns: 50 },
  );
});

test('days are AAAA-MM-JJ', async () => {
  expect(await readValue(`'2026-02-01'::date`)).toBe('2026-02-01');
  expect(await readValue(`array['2026-02-01'::date]`)).toEqual(['2026-02-01']);
});

test('better-auth’s pool gives dates, since with strings it would find no session expired', async () => {
  expect(await readValue(`'2026-11-21 08:03:07Z'::timestamptz`, [], database.auth)).toEqual(
    new Date('2026-11-21T08:03:07.000Z'),
  );
  expect(await readValue('1::int8', [], database.auth)).toBe(1);
});

test('the parsers are ours alone: another user of pg keeps its own', () => {
  expect(pg.types.getTypeParser(20)('1')).toBe('1');
});

test('sessions of the product are in UTC', async () => {
  expect(await readValue(`current_setting('timezone')`)).toBe('UTC');
});
