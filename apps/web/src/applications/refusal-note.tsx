import { ApiError } from '@navette/api';
import { ProblemNote } from '../api/problem-note.tsx';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import styles from './refusal-note.module.css';
import { TechnicalDetail } from './technical-detail.tsx';

interface RefusalNoteProps {
  readonly error: unknown;
  /** The sentence is said elsewhere, at the field it is about. */
  readonly isTold?: boolean;
}

/** Why a try failed: what happened, what the partner's answer means, and its own words folded. */
export function RefusalNote({ error, isTold = false }: RefusalNoteProps) {
  const language = useLanguage();
  const because = error instanceof ApiError ? error.because : undefined;
  const sentence = because && (language === 'fr' ? typeset(because.fr) : because.en);
  // `partner_unavailable` says that it does not answer; this says how.
  const isMore = error instanceof ApiError && error.code === 'partner_unavailable';
  return (
    <div className={styles.refusal}>
      {!isTold && <ProblemNote error={error} />}
      {isMore && sentence && <p>{sentence}</p>}
      <TechnicalDetail words={because?.words} />
    </div>
  );
}
