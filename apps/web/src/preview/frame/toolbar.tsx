import { IconArrowsMaximize, IconArrowsMinimize } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useFrame } from './frame-context.ts';
import styles from './toolbar.module.css';

/** The tools of a view. */
export function Toolbar({ children }: { children: ReactNode }) {
  const { words } = useFrame();
  return (
    <div className={styles.bar} role="toolbar" aria-label={words.tools}>
      {children}
    </div>
  );
}

/** The way to see a view larger, and back: at the end of its topmost row. */
export function EnlargeButton() {
  const { channel, words, isEnlarged } = useFrame();
  return (
    <ToolButton
      icon={isEnlarged ? IconArrowsMinimize : IconArrowsMaximize}
      label={isEnlarged ? words.restore : words.enlarge}
      onClick={() => channel.say({ kind: 'enlarge' })}
      isLast
    />
  );
}

interface ToolButtonProps {
  readonly icon: ComponentType<{ size: number; 'aria-hidden': true }>;
  readonly label: string;
  readonly onClick: () => void;
  readonly isDisabled?: boolean;
  readonly isLast?: boolean;
}

export function ToolButton({
  icon: Icon,
  label,
  onClick,
  isDisabled = false,
  isLast = false,
}: ToolButtonProps) {
  return (
    <button
      type="button"
      className={isLast ? `${styles.button} ${styles.last}` : styles.button}
      aria-label={label}
      title={label}
      // Stays in the way of the keyboard: a button that leaves at the end of a document would take the focus with it.
      aria-disabled={isDisabled}
      onClick={() => {
        if (!isDisabled) onClick();
      }}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}
