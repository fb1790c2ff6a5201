import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './credential-form.module.css';
import { RefusalNote } from './refusal-note.tsx';

interface TryingFootProps {
  /** What the button does. */
  readonly gesture: string;
  readonly partner: string;
  readonly trying: { readonly isTrying: boolean; readonly error: unknown; readonly giveUp: () => void };
  /** Why the last try failed, and whether a field says it. */
  readonly refusal: unknown;
  readonly isTold: boolean;
  /** Other ways forward; away while something is tried. */
  readonly children?: ReactNode;
}

/** The foot of a form whose values are tried at a partner: what went wrong, the try under way, and the buttons. */
export function TryingFoot({ gesture, partner, trying, refusal, isTold, children }: TryingFootProps) {
  const { t } = useTranslation();
  const { isTrying, giveUp } = trying;
  return (
    <div className={styles.foot}>
      {refusal != null && !isTrying && <RefusalNote error={refusal} isTold={isTold} />}
      <p className={styles.trying} role="status">
        {isTrying && t('applications.form.tryingHelp', { partner })}
      </p>
      <div className={styles.buttons}>
        {isTrying ? <Button onClick={giveUp}>{t('applications.form.cancelTrying')}</Button> : children}
        <Button type="submit" variant="filled" disabled={isTrying}>
          {isTrying ? t('applications.form.trying') : gesture}
        </Button>
      </div>
    </div>
  );
}
