import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import styles from './settings.module.css';

interface SettingsCardProps {
  readonly title: string;
  readonly help?: ReactNode;
  readonly children: ReactNode;
}

/** One subject of the settings. */
export function SettingsCard({ title, help, children }: SettingsCardProps) {
  return (
    <section className={styles.card} aria-label={title}>
      <header className={styles.cardHead}>
        <h2>{title}</h2>
        {help && <p>{help}</p>}
      </header>
      {children}
    </section>
  );
}

interface SettingsFormProps {
  readonly onSubmit: () => void;
  /** Something differs from what is saved. */
  readonly isChanged: boolean;
  readonly isSaving: boolean;
  readonly error?: unknown;
  /** Beside the button that saves. */
  readonly gestures?: ReactNode;
  readonly children: ReactNode;
}

/** Fields, and the button that saves them, which Enter presses too. */
export function SettingsForm(props: SettingsFormProps) {
  const { t } = useTranslation();
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit();
      }}
    >
      {props.children}
      {props.error != null && <ProblemNote error={props.error} />}
      <div className={styles.actions}>
        {props.gestures}
        <Button type="submit" variant="filled" disabled={!props.isChanged} loading={props.isSaving}>
          {t('settings.save')}
        </Button>
      </div>
    </form>
  );
}
