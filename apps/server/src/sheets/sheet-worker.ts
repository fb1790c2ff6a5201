/** The thread of `run-sheet-task.ts`: one task, one answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { NavetteError } from '@navette/model';
import { buildXlsx } from './build-xlsx.ts';
import { parseCsv } from './parse-csv.ts';
import { parseXlsx } from './parse-xlsx.ts';
import { recogniseFile } from './recognise-file.ts';
import type { SheetAnswer, SheetTask } from './run-sheet-task.ts';

async function answer(task: SheetTask): Promise<SheetAnswer> {
  try {
    if (task.kind === 'write') return { ok: true, value: await buildXlsx(task.name, task.rows) };
    const isXlsx = recogniseFile(task.bytes) === 'xlsx';
    return { ok: true, value: isXlsx ? await parseXlsx(task.bytes) : parseCsv(task.bytes) };
  } catch (error) {
    if (!(error instanceof NavetteError)) throw error;
    return { ok: false, code: error.code, params: error.params };
  }
}

parentPort?.postMessage(await answer(workerData as SheetTask));
