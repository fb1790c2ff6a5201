import { Menu } from '@mantine/core';
import type { Folder } from '@navette/api';
import {
  IconDownload,
  IconFolderPlus,
  IconFolderSymlink,
  IconPencil,
  IconTrash,
  IconUpload,
} from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useClientGestures } from './client-gestures.ts';
import { ContextMenu, type MenuPlace } from './context-menu.tsx';

interface FolderMenuProps {
  readonly folder: Folder | null;
  readonly place: MenuPlace | null;
  readonly onClose: () => void;
  readonly onRename: (id: string) => void;
}

/** What can be done with a folder; each with the key that does the same. */
export function FolderMenu({ folder, place, onClose, onRename }: FolderMenuProps) {
  // While it fades out it says what it said.
  const last = useRef(folder);
  if (folder) last.current = folder;
  const shown = last.current;
  return (
    <ContextMenu place={place} label={shown?.name ?? ''} onClose={onClose}>
      {shown && <Items folder={shown} onRename={onRename} />}
    </ContextMenu>
  );
}

function Items({ folder, onRename }: { folder: Folder } & Pick<FolderMenuProps, 'onRename'>) {
  const { t } = useTranslation();
  const { canChange, canReceive, addFolder, chooseTarget, uploads, folder: actions } = useClientGestures();
  const upload = () => uploads.chooseFor(folder.id, 'files');
  return (
    <>
      {canReceive && (
        <>
          <Menu.Item leftSection={<IconUpload size={16} />} onClick={upload}>
            {t('documents.folder.drop')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFolderPlus size={16} />} onClick={() => addFolder(folder)}>
            {t('documents.newFolder')}
          </Menu.Item>
        </>
      )}
      <Menu.Item
        leftSection={<IconDownload size={16} />}
        disabled={folder.documents === 0}
        onClick={() => void actions.download(folder.id)}
      >
        {t('documents.folder.download')}
      </Menu.Item>
      {canChange && folder.canChange && (
        <>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconPencil size={16} />}
            rightSection={<kbd>F2</kbd>}
            onClick={() => onRename(folder.id)}
          >
            {t('documents.rename')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFolderSymlink size={16} />}
            onClick={() => chooseTarget({ kind: 'folder', folder })}
          >
            {t('documents.move.menu')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={16} />}
            rightSection={<kbd>{t('documents.key.delete')}</kbd>}
            onClick={() => void actions.bin(folder)}
          >
            {t('documents.bin.put')}
          </Menu.Item>
        </>
      )}
    </>
  );
}
