import { type Document, routes } from '@navette/api';
import type { DocumentType } from '@navette/model';
import { api } from '../api/api.ts';
import type { GestureTools } from './gesture-tools.ts';
import { type Chosen, createMoveAndBin } from './move-and-bin.ts';
import { saveAs } from './save-as.ts';
import { showUndo } from './undo-toast.tsx';

export type DocumentActions = ReturnType<typeof createDocumentActions>;

/** What one archive holds at most. */
const mostInZip = 10_000;

/** What a person does to documents. Each says when it is done, and why when it is not; none throws. */
export function createDocumentActions(tools: GestureTools, onPending: (ids: readonly string[]) => void) {
  const { firm, t, tell, refetch } = tools;

  async function act(run: () => Promise<void>): Promise<boolean> {
    try {
      await run();
      return true;
    } catch (error) {
      tell.failure(error);
      return false;
    } finally {
      await refetch();
    }
  }

  return {
    ...createMoveAndBin(tools, onPending),
    /** @returns whether it has the name now */
    rename({ id, name: before }: Pick<Document, 'id' | 'name'>, name: string): Promise<boolean> {
      const call = (to: string) =>
        api.call(routes.updateDocument, { params: { firm, document: id }, body: { name: to } });
      return act(async () => {
        const renamed = await call(name);
        showUndo(t('documents.renamed', { name: renamed.name }), t('general.undo'), async () => {
          await act(async () => void (await call(before)));
        });
      });
    },
    setType: (id: string, documentType: DocumentType | null) =>
      act(async () => {
        await api.call(routes.updateDocument, { params: { firm, document: id }, body: { documentType } });
        const done = documentType
          ? t('documents.type.done', { type: t(`general.type.${documentType}`) })
          : t('documents.type.cleared');
        tell.done(done);
      }),
    makeCurrent: (document: string, version: string, number: number) =>
      act(async () => {
        const answer = await api.call(routes.makeVersionCurrent, { params: { firm, document, version } });
        tell.done(t('documents.madeCurrent', { number, current: answer.version.number }));
      }),
    /** One document as it is, several as a zip. */
    async download(documents: Chosen): Promise<void> {
      try {
        const documentIds = await documents.ids();
        if (documentIds.length > mostInZip) return tell.done(t('documents.tooManyToDownload'));
        const [only] = documentIds;
        if (only !== undefined && documentIds.length === 1)
          return saveAs(api.address(routes.downloadVersion, { params: { firm, document: only } }));
        saveAs((await api.call(routes.prepareDownload, { params: { firm }, body: { documentIds } })).url);
      } catch (error) {
        tell.failure(error);
      }
    },
  };
}
