import { type FocusEvent, type KeyboardEvent, useRef, useState } from 'react';
import styles from './rename-field.module.css';

interface RenameFieldProps {
  readonly name: string;
  readonly label: string;
  /** The part before the extension alone is selected at first. */
  readonly hasExtension: boolean;
  /** Gives the new name, or `null` when it stays as it was. */
  readonly onEnd: (name: string | null) => void;
}

/** A name that is being changed in its place. Enter and leaving the field keep it, Escape does not. */
export function RenameField({ name, label, hasExtension, onEnd }: RenameFieldProps) {
  const [typed, setTyped] = useState(name);
  const isOver = useRef(false);
  const end = (isKept: boolean) => {
    if (isOver.current) return;
    isOver.current = true;
    const wanted = typed.trim();
    onEnd(isKept && wanted !== '' && wanted !== name ? wanted : null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // The list and the tree have gestures of their own on these keys.
    event.stopPropagation();
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    end(event.key === 'Enter');
  };
  const onFocus = ({ currentTarget }: FocusEvent<HTMLInputElement>) => {
    const dot = hasExtension ? name.lastIndexOf('.') : -1;
    currentTarget.setSelectionRange(0, dot > 0 ? dot : name.length);
  };
  return (
    <input
      className={styles.field}
      aria-label={label}
      value={typed}
      maxLength={1000}
      // biome-ignore lint/a11y/noAutofocus: it appears because the person asked to type here
      autoFocus
      onFocus={onFocus}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={() => end(true)}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    />
  );
}
