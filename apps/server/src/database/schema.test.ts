import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Node, parseSync, Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { testDatabase } from './test-database.ts';

const database = await testDatabase();
const folder = join(import.meta.dirname, 'schema');

interface Column {
  readonly name: string;
  readonly isNullable: boolean;
  readonly hasDefault: boolean;
  /** What the program reads: `string`, `number`, `boolean`, `bytes`, `json`. */
  readonly kind: string;
}

/** The members of each interface of the files, with the text of their types. */
async function readInterfaces(): Promise<Map<string, Map<string, string>>> {
  const found = new Map<string, Map<string, string>>();
  for await (const name of glob('*.ts', { cwd: folder }))
    readFileInto(found, name, await readFile(join(folder, name), 'utf8'));
  return found;
}

function readFileInto(found: Map<string, Map<string, string>>, file: string, source: string): void {
  const textOf = (node: Node) => source.slice(node.start, node.end).replace(/\s+/g, ' ');
  const visitor = new Visitor({
    TSInterfaceDeclaration({ id, body }) {
      const members = body.body.flatMap((member): [string, string][] =>
        member.type === 'TSPropertySignature' && member.key.type === 'Identifier' && member.typeAnnotation
          ? [[member.key.name, textOf(member.typeAnnotation.typeAnnotation)]]
          : [],
      );
      found.set(id.name, new Map(members));
    },
  });
  visitor.visit(parseSync(file, source).program);
}

/** Types of ours that are lists of words. */
const words =
  /^(AttributeKind|DeliveryState|DocumentType|ErrorCode|HeldReason|AttemptOutcome|HistoryKind|'.*')$/;

function readType(name: string, type: string): Column {
  const hasDefault = type.startsWith('Generated<') || type.includes('| undefined,');
  const plain = type.replace(/^Generated<(.*)>$/, '$1');
  const isJson = /^(Json|NullableJson|JSONColumnType)</.test(plain);
  const isNullable = isJson ? plain.startsWith('NullableJson') : / \| null$/.test(plain);
  const base = plain.replace(/ \| null$/, '');
  let kind = base;
  if (isJson) kind = 'json';
  else if (base === 'Uint8Array') kind = 'bytes';
  else if (words.test(base)) kind = 'string';
  return { name, isNullable, hasDefault, kind };
}

const kinds: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  date: 'string',
  'timestamp with time zone': 'string',
  integer: 'number',
  bigint: 'number',
  smallint: 'number',
  'double precision': 'number',
  boolean: 'boolean',
  bytea: 'bytes',
  jsonb: 'json',
};

async function realColumns(): Promise<Map<string, Column[]>> {
  const { rows } = await database.auth.query<{
    table: string;
    name: string;
    nullable: boolean;
    defaulted: boolean;
    type: string;
  }>(
    `select c.relname as table, a.attname as name, not a.attnotnull as nullable, a.atthasdef or a.attidentity <> '' as defaulted,
            format_type(a.atttypid, null) as type
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
     order by c.relname, a.attname`,
  );
  const tables = Map.groupBy(rows, ({ table }) => table);
  // The record of migrations is not the product's to read.
  tables.delete('schema_migrations');
  return new Map(
    [...tables].map(([table, columns]) => [
      table,
      columns.map(({ name, nullable, defaulted, type }) => ({
        name,
        isNullable: nullable,
        hasDefault: defaulted,
        kind: kinds[type] ?? type,
      })),
    ]),
  );
}

const interfaces = await readInterfaces();
/** What `Schema` is composed of. */
const composed = [...interfaces].filter(([name]) => name.endsWith('Schema'));
const tables = new Map(composed.flatMap(([, members]) => [...members]));
const real = await realColumns();

describe('the tables as Kysely sees them', () => {
  it('are composed of every file of tables', async () => {
    const schema = await readFile(join(import.meta.dirname, 'schema.ts'), 'utf8');
    for (const [name] of composed) expect(schema.split('interface Schema')[1]).toContain(name);
  });

  it('are the tables of the database', () => {
    expect([...tables.keys()].sort()).toEqual([...real.keys()].sort());
    expect(tables.size).toBeGreaterThan(15);
  });

  it.each([...tables])('%s has its real columns: kind, null and default', (table, name) => {
    const declared = [...(interfaces.get(name) ?? [])].map(([column, type]) => readType(column, type));
    const byName = (one: Column, two: Column) => (one.name < two.name ? -1 : 1);
    expect(declared.sort(byName)).toEqual([...(real.get(table) ?? [])].sort(byName));
  });
});
