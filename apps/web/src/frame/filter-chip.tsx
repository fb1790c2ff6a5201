import { IconAlertTriangleFilled, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './filter-chip.module.css';

interface FilterChipProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly hasTriangle?: boolean;
  readonly count?: ReactNode;
  /** One of several of which one is always on has nothing to take off. */
  readonly canClear?: boolean;
  readonly children: ReactNode;
}

/** A filter that is on or off, with how many it would leave. */
export function FilterChip({
  isOn,
  onChange,
  hasTriangle = false,
  count,
  canClear = true,
  children,
}: FilterChipProps) {
  return (
    <button type="button" className={styles.chip} aria-pressed={isOn} onClick={() => onChange(!isOn)}>
      {hasTriangle && <IconAlertTriangleFilled size={16} color="var(--nt-i)" aria-hidden />}
      {children}
      {count !== undefined && <b>{count}</b>}
      {isOn && canClear && <IconX size={14} aria-hidden />}
    </button>
  );
}
