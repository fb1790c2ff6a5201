import { Button, Modal, TextInput } from '@mantine/core';
import type { Folder } from '@navette/api';
import { IconFolder, IconHome, IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { type ToMove, useClientGestures } from './client-gestures.ts';
import { canMoveInto, pathTo, searchFolders } from './folder-rows.ts';
import { counted } from './gesture-tools.ts';
import styles from './move-dialog.module.css';
import { TargetClient } from './target-client.tsx';
import { useFolders } from './use-client.ts';

interface MoveDialogProps {
  readonly toMove: ToMove | null;
  readonly onClose: () => void;
}

/** Asks where to: the tree of the client, searched by typing, walked with the arrows, chosen with Enter. */
export function MoveDialog({ toMove, onClose }: MoveDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const title =
    toMove?.kind === 'folder'
      ? t('documents.folder.askMove', { name: toMove.folder.name })
      : t('documents.move.ask', counted({ format }, toMove?.documents.count ?? 0));
  return (
    <Modal
      opened={toMove !== null}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      {toMove && <Targets toMove={toMove} onClose={onClose} />}
    </Modal>
  );
}

/** A place to move to; `null` is the root of the client, where binders are. */
interface Target {
  readonly id: string;
  readonly folder: Folder | null;
  readonly level: number;
  readonly isPossible: boolean;
}

function Targets({ toMove, onClose }: { toMove: ToMove; onClose: () => void }) {
  const { t } = useTranslation();
  const gestures = useClientGestures();
  const [search, setSearch] = useState('');
  const [chosenId, setChosenId] = useState<string>();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [client, setClient] = useState(gestures.client);
  const folders = useFolders(gestures.firm, client).data;
  const targets = useMemo(() => targetsOf(folders ?? [], toMove, search), [folders, toMove, search]);
  const possible = targets.filter(({ isPossible }) => isPossible);
  const named = search === '' ? undefined : possible.find(({ folder }) => folder && isNamed(folder, search));
  const target = possible.find(({ id }) => id === chosenId) ?? named ?? possible[0];

  const move = () => {
    if (!target) return;
    onClose();
    if (toMove.kind === 'folder') void gestures.folder.move(toMove.folder, target.folder);
    else if (target.folder) void gestures.documents.move(toMove.documents, target.folder);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      return move();
    }
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step === undefined || !target) return;
    event.preventDefault();
    const next = possible.indexOf(target) + step;
    const to = possible[Math.max(0, Math.min(possible.length - 1, next))];
    setChosenId(to?.id);
    list.current?.querySelector(`[data-target="${to?.id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div>
      {toMove.kind === 'documents' && <TargetClient client={client} onChange={setClient} />}
      <TextInput
        data-autofocus
        role="combobox"
        onKeyDown={onKeyDown}
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={target ? `${listId}-${target.id}` : undefined}
        aria-label={t('documents.move.search')}
        placeholder={t('documents.move.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setChosenId(undefined);
        }}
      />
      <div ref={list} id={listId} role="listbox" aria-label={t('documents.tree')} className={styles.list}>
        {targets.map(({ id, folder, level, isPossible }) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active one
          <div
            key={id}
            id={`${listId}-${id}`}
            role="option"
            data-target={id}
            className={styles.target}
            aria-selected={id === target?.id}
            aria-disabled={!isPossible}
            style={{ paddingLeft: 10 + level * 18 }}
            onClick={() => isPossible && setChosenId(id)}
            onDoubleClick={() => isPossible && move()}
          >
            {folder ? <IconFolder size={16} aria-hidden /> : <IconHome size={16} aria-hidden />}
            <span className="cut">{folder ? folder.name : t('documents.folderForm.atRoot')}</span>
          </div>
        ))}
        {targets.length === 0 && <p className={styles.none}>{t('documents.move.none')}</p>}
      </div>
      <div className={styles.actions}>
        <Button onClick={onClose}>{t('general.cancel')}</Button>
        <Button variant="filled" disabled={!target} onClick={move}>
          {target?.folder
            ? t('documents.move.into', { folder: target.folder.name })
            : t('documents.move.confirm')}
        </Button>
      </div>
    </div>
  );
}

function targetsOf(folders: readonly Folder[], toMove: ToMove, search: string): Target[] {
  const isPossible = (id: string | null) =>
    toMove.kind === 'folder' ? canMoveInto(folders, toMove.folder.id, id) : id !== toMove.folderId;
  const found = searchFolders(folders, search).map((folder) => ({
    id: folder.id,
    folder,
    level: pathTo(folders, folder.id).length - 1,
    isPossible: isPossible(folder.id),
  }));
  const root = { id: 'root', folder: null, level: 0, isPossible: isPossible(null) };
  return toMove.kind === 'folder' && search === '' ? [root, ...found] : found;
}

/** Whether a folder is itself what was searched, not only on the way there. */
function isNamed(folder: Folder, search: string): boolean {
  return searchFolders([folder], search).length > 0;
}
