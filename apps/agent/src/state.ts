/** What `status` shows of a running agent: a snapshot that it leaves in its home. Nothing is decided by it. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const sentences = z.object({ code: z.string(), fr: z.string(), en: z.string() });

const stateSchema = z.object({
  pid: z.number().int(),
  isRunning: z.boolean(),
  startedAt: z.string(),
  updatedAt: z.string(),
  server: z.object({
    isAway: z.boolean(),
    lastContactAt: z.string().nullable(),
    /** Why the last report did not pass. */
    problem: sentences.nullable(),
    /** What the platform finds wrong with the hot folders. */
    notices: z.array(sentences),
  }),
  /** Since the start. */
  received: z.number().int(),
  refused: z.number().int(),
  hotFolders: z.array(
    z.object({
      id: z.string(),
      waiting: z.number().int(),
      archiving: z.number().int(),
      refused: z.number().int(),
      lastFileAt: z.string().nullable(),
      problems: z.array(sentences),
    }),
  ),
});

export type State = z.infer<typeof stateSchema>;
export type FolderState = State['hotFolders'][number];

const stateFile = (home: string) => join(home, 'state.json');

/** @returns the last snapshot, or `null` when there is none that can be read */
export async function readState(home: string): Promise<State | null> {
  const text = await readFile(stateFile(home), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Replaces the snapshot whole; not flushed, since losing it loses nothing. */
export async function writeState(home: string, state: State): Promise<void> {
  const temporary = `${stateFile(home)}.tmp`;
  await writeFile(temporary, JSON.stringify(state), { mode: 0o600 });
  await rename(temporary, stateFile(home));
}
