/** Clients from a file: read, shown row by row, and written once somebody confirms the job (`routes-jobs.ts`). */
import { z } from 'zod';
import { route, staff } from './route.ts';
import { job } from './routes-jobs.ts';
import { firmParams, id, page, pageQuery, sheetFormat } from './shapes.ts';

/**
 * What a column feeds; `null` leaves it out. `overrideReason` is the reason for a number whose check digit is wrong; `new` a text
 * attribute named after the header, made when the job is applied (administrators only).
 */
const columnTarget = z.union([
  z.enum(['name', 'collaborators', 'overrideReason', 'new']),
  z.string().regex(/^attribute:[0-9a-f-]{36}$/),
]);

/** How a row is recognised among the firm’s clients: the name, or an attribute. */
const matchBy = z.union([z.literal('name'), id]);

const rowCounts = {
  /** Rows with something in them, the header left out. */
  rows: z.number().int(),
  create: z.number().int(),
  update: z.number().int(),
  /** Rows that say what is there already. */
  unchanged: z.number().int(),
  /** Rows that will not be written. */
  errors: z.number().int(),
  /** Rows that will be written, with something to look at. */
  warnings: z.number().int(),
};

/** What is wrong, or to be looked at, in one cell or in a whole row. */
export const importProblem = z.object({
  /** The column’s header; `null` for the row. */
  column: z.string().nullable(),
  code: z.string(),
  fr: z.string(),
  en: z.string(),
  isError: z.boolean(),
  /** What the cell holds. */
  given: z.string(),
  /** What is written in its place, for a warning. */
  suggestion: z.string().optional(),
});

/** The payload of an item of the job, and a row of `listImportRows`. */
export const importRow = z.object({
  /** As the spreadsheet numbers it: the header is 1. */
  row: z.number().int(),
  state: z.enum(['ok', 'warning', 'error']),
  name: z.string(),
  /** What will happen; `null` for an error. */
  change: z.enum(['create', 'update', 'unchanged']).nullable(),
  /** The client that is updated or unchanged. */
  clientId: id.nullable(),
  /** What will be written that is not there: the column, the value now and the value then. */
  changes: z.array(z.object({ column: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  problems: z.array(importProblem),
});

export const clientImport = z.object({
  job,
  fileName: z.string(),
  columns: z.array(
    z.object({
      header: z.string(),
      target: columnTarget.nullable(),
      /** The first cell that is not empty. */
      sample: z.string(),
      /** What keeps this column out: `header_missing`, `header_duplicated`. */
      problem: z.enum(['header_missing', 'header_duplicated']).nullable(),
    }),
  ),
  matchBy,
  /** `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`; `null` for XLSX. */
  encoding: z.string().nullable(),
  /** `;`, `,` or a tab; `null` for XLSX. */
  separator: z.string().nullable(),
  /** The sheet that was read; `null` for CSV. */
  sheet: z.string().nullable(),
  /** Other sheets of the file, which are not read. */
  otherSheets: z.array(z.string()),
  ...rowCounts,
});

const path = '/api/v1/firms/:firm/clients/imports';
const importParams = firmParams.extend({ job: id });

export const clientImportRoutes = {
  importTemplate: route('importTemplate', {
    method: 'GET',
    path: '/api/v1/firms/:firm/clients/import-template',
    summary: 'A file to fill in: the name, every attribute of the firm, the collaborators, the reason.',
    who: staff,
    params: firmParams,
    query: z.object({ format: sheetFormat }),
    answerKind: 'bytes',
  }),
  previewImport: route('previewImport', {
    method: 'POST',
    path,
    summary:
      'Reads a CSV or XLSX file of clients and says what each row would do; nothing is written until the job is confirmed. At most 10 MB, 50,000 rows, 200 columns. Columns are recognised by their headers.',
    who: staff,
    params: firmParams,
    query: z.object({
      name: z.string().min(1).max(255),
      /** An attribute the file has, unique ones first, unless said; else the name. */
      matchBy: matchBy.optional(),
    }),
    bodyKind: 'bytes',
    answer: clientImport,
    status: 201,
  }),
  getImport: route('getImport', {
    method: 'GET',
    path: `${path}/:job`,
    summary: 'An import as it was previewed.',
    who: staff,
    params: importParams,
    answer: clientImport,
  }),
  changeImport: route('changeImport', {
    method: 'PATCH',
    path: `${path}/:job`,
    summary:
      'Says what columns feed and how rows are recognised, and computes the preview anew. `createMissingAttributes` makes every column left out feed a `new` attribute. An import that was confirmed does not change: `job_ended`.',
    who: staff,
    params: importParams,
    body: z.strictObject({
      /** In the order of the file, all of them. */
      columns: z
        .array(z.strictObject({ header: z.string().max(1000), target: columnTarget.nullable() }))
        .max(200)
        .optional(),
      matchBy: matchBy.optional(),
      createMissingAttributes: z.boolean().optional(),
    }),
    answer: clientImport,
  }),
  listImportRows: route('listImportRows', {
    method: 'GET',
    path: `${path}/:job/rows`,
    summary: 'Rows of an import in the order of the file, with what became of each once it was confirmed.',
    who: staff,
    params: importParams,
    query: z.object({
      ...pageQuery,
      only: z.enum(['error', 'warning', 'create', 'update', 'unchanged']).optional(),
      search: z.string().max(200).optional(),
    }),
    answer: page(importRow.extend({ outcome: z.enum(['pending', 'done', 'failed', 'skipped']) })),
  }),
  reportImport: route('reportImport', {
    method: 'GET',
    path: `${path}/:job/report`,
    summary: 'The file as it came, each row with what became of it and why.',
    who: staff,
    params: importParams,
    query: z.object({ format: sheetFormat }),
    answerKind: 'bytes',
  }),
};
