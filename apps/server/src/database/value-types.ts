import type { CustomTypesConfig } from 'pg';
import pg from 'pg';

/** PostgreSQL's own numbers of the types and of their arrays. */
const oids = {
  int8: { one: 20, array: 1016 },
  timestamptz: { one: 1184, array: 1185 },
  date: { one: 1082, array: 1182 },
} as const;

/**
 * How PostgreSQL's values arrive in our code, decided here once:
 * counts and sizes (`int8`) as numbers, instants (`timestamptz`) as ISO strings in UTC, days (`date`) as `AAAA-MM-JJ`;
 * `numeric` stays a string, so write `sum(…)::int8` for a count. Arrays likewise.
 */
export const valueTypes: CustomTypesConfig = withParsers({
  int8: parseCount,
  timestamptz: parseInstant,
  date: String,
});

/** The same for better-auth, which expects `Date` for instants: given strings it would find no session expired. */
export const authValueTypes: CustomTypesConfig = withParsers({ int8: parseCount });

type Parser = (text: string) => unknown;

function withParsers(parsers: Partial<Record<keyof typeof oids, Parser>>): CustomTypesConfig {
  const byOid = new Map<number, Parser>();
  for (const [name, parser] of Object.entries(parsers) as [keyof typeof oids, Parser][]) {
    byOid.set(oids[name].one, parser);
    byOid.set(oids[name].array, (text) => parseEach(parseTexts(text), parser));
  }
  return {
    getTypeParser: (oid, format) =>
      (format === 'binary' ? undefined : byOid.get(oid)) ?? pg.types.getTypeParser(oid, format),
  };
}

type Texts = readonly (string | null | Texts)[];

const textArray = 1009 as Parameters<typeof pg.types.getTypeParser>[0];

/** PostgreSQL writes every array alike; `pg` reads those of `text`. */
function parseTexts(text: string): Texts {
  return pg.types.getTypeParser(textArray)(text);
}

function parseEach(texts: Texts, parser: Parser): unknown[] {
  return texts.map((text) => {
    if (text === null) return null;
    return typeof text === 'string' ? parser(text) : parseEach(text, parser);
  });
}

/** @throws RangeError past 2^53: such a number is no count, and would be silently rounded. */
function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count)) throw new RangeError(`${text} is too large to be a count`);
  return count;
}

const instantPattern =
  /^(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/;

/**
 * `2026-11-21 09:03:07.1234+01` → `2026-11-21T08:03:07.123400Z`. The value is exact, so that it can be sent back as a key of a
 * page: milliseconds when they suffice, as JavaScript writes them, else microseconds. `infinity` stays as it is.
 */
function parseInstant(text: string): string {
  const match = instantPattern.exec(text);
  if (match === null) return text;
  const [, year, month, day, hour, minute, second, fraction = '', sign, zoneHour, zoneMinute, zoneSecond] =
    match;
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute ?? 0)) * 60 + Number(zoneSecond ?? 0);
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const utc = new Date(local - (sign === '-' ? -offset : offset) * 1_000)
    .toISOString()
    .slice(0, -'.000Z'.length);
  const micro = fraction.padEnd(6, '0');
  return `${utc}.${micro.endsWith('000') ? micro.slice(0, 3) : micro}Z`;
}
