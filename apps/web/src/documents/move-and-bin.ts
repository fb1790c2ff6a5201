import { type ApiError, routes } from '@navette/api';
import { api } from '../api/api.ts';
import { describeProblem } from '../api/problem-sentence.ts';
import { inBatches } from './confirmed.ts';
import { sayPath } from './folder-rows.ts';
import { counted, type GestureTools } from './gesture-tools.ts';
import { showUndo } from './undo-toast.tsx';

/** Documents that a gesture is about: a few, or all the results of a search, of which the ids are fetched when needed. */
export interface Chosen {
  readonly count: number;
  readonly ids: () => Promise<string[]>;
}

/** The documents of these ids. */
export function chosen(ids: readonly string[]): Chosen {
  return { count: ids.length, ids: async () => [...ids] };
}

/** Beyond this a gesture takes long enough for its progress to be shown. */
const longCount = 1000;

interface Gesture<T> {
  readonly title: string;
  readonly confirm: string;
  readonly call: (ids: string[], isConfirmed: boolean) => Promise<T>;
  readonly onDone: (answers: T[]) => void;
}

/**
 * Moves documents, puts them in the bin and takes them out: each says when it is done and can be taken back; none throws.
 * @param onPending told which documents are about to change, to dim them at once
 */
export function createMoveAndBin(tools: GestureTools, onPending: (ids: readonly string[]) => void) {
  const { firm, t, format, tell, ask, language, refetch } = tools;

  async function carryOut<T>(documents: Chosen, { title, confirm, call, onDone }: Gesture<T>): Promise<void> {
    const progress =
      documents.count > longCount
        ? tell.progress((done) =>
            t('documents.progress', { done: format.number(done), count: format.number(documents.count) }),
          )
        : undefined;
    const askWhy = (problem: ApiError) =>
      ask({ title, sentence: describeProblem(problem, language).sentence, confirm });
    try {
      const ids = await documents.ids();
      onPending(ids);
      const answers = await inBatches(ids, call, askWhy, progress?.update);
      if (answers.length > 0) onDone(answers);
    } catch (error) {
      tell.failure(error);
    } finally {
      progress?.end();
      await refetch();
      onPending([]);
    }
  }

  /** Runs a call that takes something back, and looks again. */
  async function takeBack(run: () => Promise<void>): Promise<void> {
    const progress = tell.progress(() => t('documents.takingBack'));
    await run().catch(tell.failure);
    await refetch();
    progress.end();
  }

  async function restoreAll(entryIds: readonly string[]) {
    const restored = [];
    for (let start = 0; start < entryIds.length; start += 1000) {
      const body = { entryIds: entryIds.slice(start, start + 1000) };
      restored.push(...(await api.call(routes.restoreFromBin, { params: { firm }, body })).restored);
    }
    return restored;
  }

  return {
    /** Takes entries out of the bin, and says where they are now. */
    restore: (entryIds: readonly string[]) =>
      takeBack(async () => {
        const restored = await restoreAll(entryIds);
        const [first] = restored;
        if (!first) return;
        tell.done(
          restored.length === 1
            ? first.path === '/'
              ? t('documents.bin.restoredAtRoot', { name: first.name })
              : t('documents.bin.restoredOne', { name: first.name, folder: sayPath(first.path) })
            : t('documents.bin.restored', counted(tools, restored.length)),
        );
      }),
    move: (documents: Chosen, folder: { readonly id: string; readonly path: string }) =>
      carryOut(documents, {
        title: t('documents.move.ask', counted(tools, documents.count)),
        confirm: t('documents.move.confirm'),
        call: (documentIds, isConfirmed) =>
          api.call(routes.moveDocuments, {
            params: { firm },
            body: { documentIds, folderId: folder.id, isConfirmed },
          }),
        onDone: (answers) => {
          const moved = answers.reduce((sum, answer) => sum + answer.moved.length, 0);
          const deliveries = answers.reduce((sum, answer) => sum + answer.deliveries, 0);
          const done = t('documents.move.done', counted(tools, moved, { folder: sayPath(folder.path) }));
          const leaving = deliveries > 0 ? ` ${t('documents.move.leaving', { count: deliveries })}` : '';
          showUndo(done + leaving, t('general.undo'), () =>
            takeBack(async () => {
              for (const back of answers.flatMap(({ undo }) => undo)) {
                const body = { ...back, isConfirmed: true };
                await api.call(routes.moveDocuments, { params: { firm }, body });
              }
            }),
          );
        },
      }),
    bin: (documents: Chosen) =>
      carryOut(documents, {
        title: t('documents.bin.ask', counted(tools, documents.count)),
        confirm: t('documents.bin.put'),
        call: (documentIds, isConfirmed) =>
          api.call(routes.binDocuments, { params: { firm }, body: { documentIds, isConfirmed } }),
        onDone: (answers) => {
          const entryIds = answers.flatMap((answer) => answer.entryIds);
          const done = t('documents.bin.done', counted(tools, entryIds.length));
          showUndo(done, t('general.undo'), () => takeBack(async () => void (await restoreAll(entryIds))));
        },
      }),
  };
}
