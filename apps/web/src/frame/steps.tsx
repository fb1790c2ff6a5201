import { IconCheck } from '@tabler/icons-react';
import styles from './steps.module.css';

export interface Step<Key extends string> {
  readonly key: Key;
  readonly name: string;
  /** What was chosen there, in short. */
  readonly aside?: string | undefined;
  /** It has what it asks for; without it, those before the current one are. */
  readonly isDone?: boolean | undefined;
  /** One may go there; without it, to those that are done. */
  readonly isOpen?: boolean | undefined;
}

interface StepsProps<Key extends string> {
  /** What the steps lead to. */
  readonly label: string;
  readonly steps: readonly Step<Key>[];
  readonly current: Key;
  /** Goes to a step that is open; without it, they are only shown. */
  readonly onBack?: ((step: Key) => void) | undefined;
}

/** Where one is in a gesture of several steps. */
export function Steps<Key extends string>({ label, steps, current, onBack }: StepsProps<Key>) {
  const at = steps.findIndex(({ key }) => key === current);
  return (
    <ol className={styles.steps} aria-label={label}>
      {steps.map(({ key, name, aside, ...step }, index) => {
        const { isDone = index < at, isOpen = isDone } = step;
        const isPast = isDone && index !== at;
        const mayGo = isOpen && index !== at;
        return (
          <li
            key={key}
            data-state={isPast ? 'past' : index === at ? 'now' : 'later'}
            aria-current={index === at ? 'step' : undefined}
          >
            <i aria-hidden>{isPast ? <IconCheck size={12} stroke={3} /> : index + 1}</i>
            {mayGo && onBack ? (
              <button type="button" className={`${styles.name} ${styles.back}`} onClick={() => onBack(key)}>
                {name}
              </button>
            ) : (
              <span className={styles.name}>{name}</span>
            )}
            {aside && <span className={`${styles.aside} cut`}>{aside}</span>}
          </li>
        );
      })}
    </ol>
  );
}
