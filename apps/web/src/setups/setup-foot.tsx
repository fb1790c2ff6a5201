import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { ConnectionLight } from './connection-light.tsx';
import { useSetupFrame } from './setup-context.ts';
import styles from './setup-foot.module.css';
import type { FootProps } from './step-props.ts';

/** Always at the bottom of the page: the light of the connection, what the button will do or why it is closed, and the buttons. */
export function SetupFoot({ note, action }: FootProps) {
  const { t } = useTranslation();
  const { onBack, problem } = useSetupFrame();
  return (
    <footer className={styles.foot}>
      {problem != null && (
        <div className={styles.problem}>
          <ProblemNote error={problem} />
        </div>
      )}
      <ConnectionLight />
      <div className={styles.note} role="status">
        {note}
      </div>
      <div className={styles.gestures}>
        {onBack && <Button onClick={onBack}>{t('setups.back')}</Button>}
        {action}
      </div>
    </footer>
  );
}
