import { UnstyledButton } from '@mantine/core';
import type { Folder } from '@navette/api';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { useClientGestures } from './client-gestures.ts';
import styles from './folder-tree.module.css';
import { FolderTree } from './folder-tree.tsx';
import { useBinCount } from './use-bin.ts';
import { useDropTarget } from './use-drop-target.ts';

interface TreePaneProps {
  readonly folders: readonly Folder[] | undefined;
  readonly selectedId: string | undefined;
  readonly isBinShown: boolean;
  readonly onSelect: (id: string) => void;
  readonly onBin: () => void;
}

/** The tree, and the bin at its foot. */
export function TreePane({ folders, selectedId, isBinShown, onSelect, onBin }: TreePaneProps) {
  return (
    <>
      <FolderTree folders={folders} selectedId={selectedId} onSelect={onSelect} />
      <Bin isShown={isBinShown} onShow={onBin} />
    </>
  );
}

/** Opens the bin; what is dropped on it goes there. */
function Bin({ isShown, onShow }: { isShown: boolean; onShow: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { firm, client, folders, canChange, documents, folder } = useClientGestures();
  const count = useBinCount(firm, client, canChange);
  const { over, handlers } = useDropTarget({
    takes: (dragged) =>
      dragged.kind === 'documents' ||
      folders.some(({ id, canChange: can }) => can && id === dragged.folderId),
    takesFiles: false,
    onFiles: () => undefined,
    onDropped: (dragged) => {
      if (dragged.kind === 'documents') return void documents.bin(dragged.documents);
      const thrown = folders.find(({ id }) => id === dragged.folderId);
      if (thrown) void folder.bin(thrown);
    },
  });
  if (!canChange) return null;
  return (
    <UnstyledButton
      className={styles.bin}
      aria-current={isShown ? 'page' : undefined}
      data-over={over ?? undefined}
      onClick={onShow}
      {...handlers}
    >
      <IconTrash size={16} aria-hidden />
      {t('documents.bin.title')}
      {count !== null && count > 0 && <span className={styles.count}>{format.number(count)}</span>}
    </UnstyledButton>
  );
}
