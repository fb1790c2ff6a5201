import { Menu } from '@mantine/core';
import type { Document } from '@navette/api';
import { type DocumentType, documentTypes } from '@navette/model';
import {
  IconDownload,
  IconEye,
  IconFilePlus,
  IconFolderSymlink,
  IconHistory,
  IconPencil,
  IconTag,
  IconTrash,
} from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useClientGestures } from './client-gestures.ts';
import { ContextMenu, type MenuPlace } from './context-menu.tsx';
import { type Chosen, chosen } from './move-and-bin.ts';

interface DocumentMenuProps {
  /** The row it was opened on, and everything that is ticked when that row is. */
  readonly about: { readonly document: Document; readonly selected: Chosen | null } | null;
  readonly place: MenuPlace | null;
  readonly onClose: () => void;
  readonly onShow: (id: string, tab: 'apercu' | 'historique') => void;
  readonly onRename: (id: string) => void;
}

const keyOfNoType = 'rule';

/** What can be done with a document, or with all that are ticked; each with the key that does the same. */
export function DocumentMenu({ about, place, onClose, onShow, onRename }: DocumentMenuProps) {
  const { t } = useTranslation();
  // While it fades out it says what it said.
  const last = useRef(about);
  if (about) last.current = about;
  const shown = last.current;
  const many = shown?.selected && shown.selected.count > 1 ? shown.selected : null;
  return (
    <ContextMenu
      place={place}
      label={many ? t('documents.selected', { count: many.count }) : (shown?.document.name ?? '')}
      onClose={onClose}
    >
      {shown &&
        (many ? (
          <OfMany documents={many} folderId={shown.document.folderId} />
        ) : (
          <OfOne document={shown.document} onShow={onShow} onRename={onRename} />
        ))}
    </ContextMenu>
  );
}

function OfOne({
  document,
  onShow,
  onRename,
}: { document: Document } & Pick<DocumentMenuProps, 'onShow' | 'onRename'>) {
  const { t } = useTranslation();
  const { canChange, canReceive, documents, uploads, chooseTarget } = useClientGestures();
  const { id, folderId } = document;
  const only = chosen([id]);
  return (
    <>
      <Menu.Item
        leftSection={<IconEye size={16} />}
        rightSection={<kbd>{t('documents.key.enter')}</kbd>}
        onClick={() => onShow(id, 'apercu')}
      >
        {t('documents.preview')}
      </Menu.Item>
      <Menu.Item leftSection={<IconHistory size={16} />} onClick={() => onShow(id, 'historique')}>
        {t('history.tabs.historique')}
      </Menu.Item>
      <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => void documents.download(only)}>
        {t('history.download')}
      </Menu.Item>
      {canReceive && (
        <Menu.Item leftSection={<IconFilePlus size={16} />} onClick={() => uploads.chooseVersion(id)}>
          {t('documents.newVersion')}
        </Menu.Item>
      )}
      {canChange && (
        <>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconPencil size={16} />}
            rightSection={<kbd>F2</kbd>}
            onClick={() => onRename(id)}
          >
            {t('documents.rename')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFolderSymlink size={16} />}
            rightSection={<kbd>Ctrl&nbsp;X</kbd>}
            onClick={() => chooseTarget({ kind: 'documents', documents: only, folderId })}
          >
            {t('documents.move.menu')}
          </Menu.Item>
          <TypeMenu document={document} />
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconTrash size={16} />}
            rightSection={<kbd>{t('documents.key.delete')}</kbd>}
            onClick={() => void documents.bin(only)}
          >
            {t('documents.bin.put')}
          </Menu.Item>
        </>
      )}
    </>
  );
}

function TypeMenu({ document: { id, documentType } }: { document: Document }) {
  const { t } = useTranslation();
  const { documents } = useClientGestures();
  const change = (value: string) =>
    void documents.setType(id, documentTypes.find((type): type is DocumentType => type === value) ?? null);
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<IconTag size={16} />}>{t('documents.type.menu')}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        <Menu.RadioGroup value={documentType ?? keyOfNoType} onChange={change}>
          <Menu.RadioItem value={keyOfNoType} closeMenuOnClick>
            {t('history.details.noType')}
          </Menu.RadioItem>
          {documentTypes.map((type) => (
            <Menu.RadioItem key={type} value={type} closeMenuOnClick>
              {t(`general.type.${type}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}

function OfMany({ documents, folderId }: { documents: Chosen; folderId: string }) {
  const { t } = useTranslation();
  const gestures = useClientGestures();
  return (
    <>
      <Menu.Label>{t('documents.selected', { count: documents.count })}</Menu.Label>
      <Menu.Item
        leftSection={<IconDownload size={16} />}
        onClick={() => void gestures.documents.download(documents)}
      >
        {t('documents.downloadZip')}
      </Menu.Item>
      {gestures.canChange && (
        <>
          <Menu.Item
            leftSection={<IconFolderSymlink size={16} />}
            onClick={() => gestures.chooseTarget({ kind: 'documents', documents, folderId })}
          >
            {t('documents.move.menu')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconTrash size={16} />}
            rightSection={<kbd>{t('documents.key.delete')}</kbd>}
            onClick={() => void gestures.documents.bin(documents)}
          >
            {t('documents.bin.put')}
          </Menu.Item>
        </>
      )}
    </>
  );
}
