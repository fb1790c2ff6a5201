import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import styles from './undo-toast.module.css';

/** Long enough to read, to think, and to reach by the keyboard. */
const undoMs = 12_000;

interface Undoable {
  readonly id: string;
  readonly undo: () => Promise<void>;
}

/** What can still be taken back, the last gesture last. */
let undoables: readonly Undoable[] = [];

/**
 * Says what was done, with a button that takes it back. While it is there Ctrl Z does too, one gesture after the other.
 * @param undo called at most once; it says its own failure
 */
export function showUndo(message: string, undoLabel: string, undo: () => Promise<void>): void {
  const id = notifications.show({
    autoClose: undoMs,
    onClose: () => forget(id),
    message: (
      <span className={styles.toast}>
        <span>{message}</span>
        <Button size="compact-sm" onClick={() => takeBack(id)}>
          {undoLabel}
          <kbd className={styles.key}>Ctrl&nbsp;Z</kbd>
        </Button>
      </span>
    ),
  });
  undoables = [...undoables, { id, undo }];
}

function forget(id: string): void {
  undoables = undoables.filter((undoable) => undoable.id !== id);
}

function takeBack(id: string): void {
  const found = undoables.find((undoable) => undoable.id === id);
  forget(id);
  notifications.hide(id);
  void found?.undo();
}

/** Takes the last gesture back while its message is there. @returns whether there was one */
export function undoLast(): boolean {
  const last = undoables.at(-1);
  if (!last) return false;
  takeBack(last.id);
  return true;
}
