import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import styles from './undo-toast.module.css';

/** Long enough to read, to think, and to reach by the keyboard. */
const undoMs = 12_000;

interface Undoable {
  readonly id: string;
  readonly undo: () => Promise<void>;
}

let last: Undoable | undefined;

/**
 * Says what was done, with a button that takes it back. Until it leaves, Ctrl Z takes it back too.
 * @param undo called at most once; it says its own failure
 */
export function showUndo(message: string, undoLabel: string, undo: () => Promise<void>): void {
  const id = notifications.show({
    autoClose: undoMs,
    onClose: () => {
      if (last?.id === id) last = undefined;
    },
    message: (
      <span className={styles.toast}>
        <span>{message}</span>
        <Button size="compact-sm" onClick={() => void takeBack()}>
          {undoLabel}
          <kbd className={styles.key}>Ctrl&nbsp;Z</kbd>
        </Button>
      </span>
    ),
  });
  const undoable = { id, undo };
  last = undoable;
  const takeBack = () => carryOut(undoable);
}

async function carryOut(undoable: Undoable): Promise<void> {
  if (last === undoable) last = undefined;
  notifications.hide(undoable.id);
  await undoable.undo();
}

/** Takes the last gesture back while its message is there. @returns whether there was one */
export function undoLast(): boolean {
  if (!last) return false;
  void carryOut(last);
  return true;
}
