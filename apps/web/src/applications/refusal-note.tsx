import { ApiError } from '@navette/api';
import { ProblemNote } from '../api/problem-note.tsx';
import styles from './refusal-note.module.css';
import { TechnicalDetail } from './technical-detail.tsx';

interface RefusalNoteProps {
  readonly error: unknown;
  /** The sentence is said elsewhere, at the field it is about. */
  readonly isTold?: boolean;
}

/** Why a try failed: what happened, and the partner's own words folded. */
export function RefusalNote({ error, isTold = false }: RefusalNoteProps) {
  const because = error instanceof ApiError ? error.because : undefined;
  return (
    <div className={styles.refusal}>
      {!isTold && <ProblemNote error={error} />}
      <TechnicalDetail words={because?.words} />
    </div>
  );
}
