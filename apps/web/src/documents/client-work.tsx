import { Modal } from '@mantine/core';
import type { Folder } from '@navette/api';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DocumentDrawer } from '../history/document-drawer.tsx';
import { BinPane } from './bin-pane.tsx';
import styles from './client-page.module.css';
import { DocumentPane } from './document-pane.tsx';
import { PageKeys } from './page-keys.tsx';
import { PeekBar } from './peek-bar.tsx';
import { TreePane } from './tree-pane.tsx';

interface ClientWorkProps {
  readonly clientName: string;
  readonly folders: readonly Folder[] | undefined;
  readonly folder: Folder | undefined;
  readonly isBin: boolean;
}

const route = '/cabinets/$firm/dossiers/$client';

/** The tree, what it shows, and the drawer; on a phone each is a screen of its own. */
export function ClientWork({ clientName, folders, folder, isBin }: ClientWorkProps) {
  const { t } = useTranslation();
  const { document } = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const [isChoosing, setChoosing] = useState(false);
  const [listed, setListed] = useState<readonly string[]>([]);
  const show = (id: string) => {
    setChoosing(false);
    void navigate({ search: ({ tri }) => ({ repertoire: id, ...(tri ? { tri } : {}) }) });
  };
  const showBin = () => {
    setChoosing(false);
    void navigate({ search: { corbeille: true } });
  };
  const tree = (
    <TreePane folders={folders} selectedId={folder?.id} isBinShown={isBin} onSelect={show} onBin={showBin} />
  );
  return (
    <>
      <div className={styles.work} data-drawer={document !== undefined}>
        <aside className={styles.tree} aria-label={t('documents.tree')}>
          {tree}
        </aside>
        {isBin ? (
          <BinPane onChooseFolder={() => setChoosing(true)} />
        ) : (
          <DocumentPane
            folders={folders}
            folder={folder}
            onChooseFolder={() => setChoosing(true)}
            onShowFolder={show}
            onListed={setListed}
          />
        )}
        {document && <DocumentDrawer document={document} clientName={clientName} listed={listed} />}
      </div>
      <PeekBar openId={document} />
      <PageKeys folder={folder} />
      <Modal
        opened={isChoosing}
        onClose={() => setChoosing(false)}
        title={t('documents.tree')}
        fullScreen
        padding={0}
        classNames={{ header: styles.sheetHead ?? '' }}
        closeButtonProps={{ 'aria-label': t('general.close') }}
      >
        {tree}
      </Modal>
    </>
  );
}
