import { type ApiError, type Folder, routes } from '@navette/api';
import { api } from '../api/api.ts';
import { describeProblem } from '../api/problem-sentence.ts';
import { confirmed } from './confirmed.ts';
import { counted, type GestureTools } from './gesture-tools.ts';
import { saveAs } from './save-as.ts';
import { showUndo } from './undo-toast.tsx';

export type FolderActions = ReturnType<typeof createFolderActions>;

type Change = { readonly name: string } | { readonly parentId: string | null };

/** What a person does to folders. Each says when it is done and can be taken back; none throws. */
export function createFolderActions(tools: GestureTools) {
  const { firm, t, tell, ask, language, refetch } = tools;

  const askBefore = (title: string, confirm: string) => (problem: ApiError) =>
    ask({ title, sentence: describeProblem(problem, language).sentence, confirm });

  async function act(run: () => Promise<boolean>): Promise<boolean> {
    try {
      return await run();
    } catch (error) {
      tell.failure(error);
      return false;
    } finally {
      await refetch();
    }
  }

  const update = (folder: string, change: Change, isConfirmed: boolean) =>
    api.call(routes.updateFolder, { params: { firm, folder }, body: { ...change, isConfirmed } });

  /** @returns whether it changed */
  const change = (folder: Folder, to: Change, back: Change, title: string, done: string) =>
    act(async () => {
      const outcome = await confirmed(
        (isConfirmed) => update(folder.id, to, isConfirmed),
        askBefore(title, t('documents.folder.confirm')),
      );
      if (!outcome) return false;
      showUndo(done, t('general.undo'), async () => {
        await act(async () => Boolean(await update(folder.id, back, true)));
      });
      return true;
    });

  return {
    rename: (folder: Folder, name: string) =>
      change(
        folder,
        { name },
        { name: folder.name },
        t('documents.folder.askRename', { name: folder.name }),
        t('documents.folder.renamed', { name }),
      ),
    move: (folder: Folder, parent: Folder | null) =>
      change(
        folder,
        { parentId: parent?.id ?? null },
        { parentId: folder.parentId },
        t('documents.folder.askMove', { name: folder.name }),
        parent
          ? t('documents.folder.moved', { name: folder.name, parent: parent.name })
          : t('documents.folder.movedToRoot', { name: folder.name }),
      ),
    /** @returns whether it is in the bin now */
    bin: (folder: Folder) =>
      act(async () => {
        const outcome = await confirmed(
          (isConfirmed) =>
            api.call(routes.binFolder, { params: { firm, folder: folder.id }, body: { isConfirmed } }),
          askBefore(t('documents.folder.askBin', { name: folder.name }), t('documents.bin.put')),
        );
        if (!outcome) return false;
        const { entryIds, documents } = outcome.answer;
        const done =
          documents > 0
            ? t('documents.folder.binnedWith', counted(tools, documents, { name: folder.name }))
            : t('documents.folder.binned', { name: folder.name });
        showUndo(done, t('general.undo'), async () => {
          await act(async () =>
            Boolean(await api.call(routes.restoreFromBin, { params: { firm }, body: { entryIds } })),
          );
        });
        return true;
      }),
    async download(folderId: string): Promise<void> {
      try {
        saveAs((await api.call(routes.prepareDownload, { params: { firm }, body: { folderId } })).url);
      } catch (error) {
        tell.failure(error);
      }
    },
  };
}
