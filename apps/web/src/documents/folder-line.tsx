import {
  IconAlertTriangleFilled,
  IconChevronDown,
  IconChevronRight,
  IconFolder,
  IconFolderOpen,
} from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { readDrop } from '../uploads/read-drop.ts';
import { useClientGestures } from './client-gestures.ts';
import { type MenuPlace, placeOf } from './context-menu.tsx';
import { type Dragged, startDrag, useDragged } from './dragged.ts';
import { canMoveInto, type FolderRow } from './folder-rows.ts';
import styles from './folder-tree.module.css';
import { RenameField } from './rename-field.tsx';
import { useDropTarget } from './use-drop-target.ts';

interface FolderLineProps {
  readonly row: FolderRow;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly isRenaming: boolean;
  readonly onSelect: (id: string) => void;
  readonly onToggle: (id: string) => void;
  readonly onRenamed: (name: string | null) => void;
  readonly onMenu: (place: MenuPlace) => void;
}

/** A folder in the tree: its name, how many documents, and a place to drop documents, folders and files. */
export function FolderLine(props: FolderLineProps) {
  const { row, isSelected, isTabStop, isRenaming, onSelect, onToggle, onRenamed, onMenu } = props;
  const { folder, level, hasChildren, isExpanded } = row;
  const { t } = useTranslation();
  const { canChange } = useClientGestures();
  const { over, handlers } = useFolderDrop(row, () => !isExpanded && hasChildren && onToggle(folder.id));
  const dragged = useDragged();
  const Icon = isExpanded || isSelected ? IconFolderOpen : IconFolder;
  const openMenu = (event: MouseEvent) => {
    event.preventDefault();
    onMenu(placeOf(event, event.currentTarget));
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the tree as a whole
    <div
      role="treeitem"
      className={styles.line}
      data-folder={folder.id}
      data-over={over ?? undefined}
      data-dragged={(dragged?.kind === 'folder' && dragged.folderId === folder.id) || undefined}
      aria-level={level}
      aria-selected={isSelected}
      aria-expanded={hasChildren ? isExpanded : undefined}
      tabIndex={isTabStop ? 0 : -1}
      style={{ paddingLeft: 6 + (level - 1) * 18 }}
      draggable={canChange && folder.canChange && !isRenaming}
      onDragStart={(event) =>
        startDrag(
          event.dataTransfer,
          event.currentTarget,
          { kind: 'folder', folderId: folder.id },
          folder.name,
        )
      }
      onClick={() => onSelect(folder.id)}
      onDoubleClick={() => hasChildren && onToggle(folder.id)}
      onContextMenu={openMenu}
      {...handlers}
    >
      <Chevron row={row} onToggle={onToggle} />
      <Icon size={16} className={styles.icon} aria-hidden />
      {isRenaming ? (
        <RenameField
          name={folder.name}
          label={t('documents.folder.newName', { name: folder.name })}
          hasExtension={false}
          onEnd={onRenamed}
        />
      ) : (
        <>
          <span className="cut" title={folder.name}>
            {folder.name}
          </span>
          <Counts folder={folder} />
        </>
      )}
    </div>
  );
}

function Chevron({ row, onToggle }: { row: FolderRow; onToggle: (id: string) => void }) {
  const Icon = row.isExpanded ? IconChevronDown : IconChevronRight;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a target for the mouse only; the arrows do the same
    // biome-ignore lint/a11y/useKeyWithClickEvents: a target for the mouse only; the arrows do the same
    <span
      className={styles.chevron}
      onClick={(event) => {
        if (!row.hasChildren) return;
        event.stopPropagation();
        onToggle(row.folder.id);
      }}
    >
      {row.hasChildren && <Icon size={14} aria-hidden />}
    </span>
  );
}

function Counts({ folder }: { folder: FolderRow['folder'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const undelivered = t('documents.treeUndelivered', { count: folder.undelivered });
  return (
    <>
      {folder.undelivered > 0 && (
        <span className={styles.triangle} role="img" title={undelivered} aria-label={undelivered}>
          <IconAlertTriangleFilled size={14} aria-hidden />
        </span>
      )}
      <span className={styles.count}>{folder.documents > 0 && format.number(folder.documents)}</span>
    </>
  );
}

/** Documents and folders move here, files from the desktop are uploaded here; staying a moment opens the folder. */
function useFolderDrop({ folder }: FolderRow, open: () => void) {
  const gestures = useClientGestures();
  const { folders, canChange, canReceive } = gestures;
  const takes = (dragged: Dragged) =>
    canChange &&
    (dragged.kind === 'folder'
      ? canMoveInto(folders, dragged.folderId, folder.id)
      : dragged.folderId !== folder.id);
  return useDropTarget({
    takes,
    takesFiles: canReceive,
    onDwell: open,
    onFiles: (transfer) =>
      void readDrop(transfer).then((dropped) => gestures.uploads.toFolder(folder.id, dropped)),
    onDropped: (dragged) => {
      if (dragged.kind === 'documents') return void gestures.documents.move(dragged.documents, folder);
      const moved = folders.find(({ id }) => id === dragged.folderId);
      if (moved) void gestures.folder.move(moved, folder);
    },
  });
}
