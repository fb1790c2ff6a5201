import { type KeyboardEvent, useId } from 'react';
import { useFrame } from './frame-context.ts';
import styles from './tabs.module.css';
import { EnlargeButton } from './toolbar.tsx';

interface ViewTabsProps<T extends string> {
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly tabs: readonly { readonly value: T; readonly label: string }[];
}

/** The views of one document. Arrows choose, as in every row of tabs. */
export function ViewTabs<T extends string>({ value, onChange, tabs }: ViewTabsProps<T>) {
  const { words } = useFrame();
  const id = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = tabs.findIndex((tab) => tab.value === value);
    const next = step === undefined ? undefined : tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    onChange(next.value);
    document.getElementById(`${id}${next.value}`)?.focus();
  };
  return (
    <div className={styles.row}>
      <div className={styles.list} role="tablist" aria-label={words.tabs.label} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.value}
            id={`${id}${tab.value}`}
            type="button"
            role="tab"
            className={styles.tab}
            aria-selected={tab.value === value}
            tabIndex={tab.value === value ? 0 : -1}
            onClick={() => onChange(tab.value)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <EnlargeButton />
    </div>
  );
}
