import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import page from '../frame/page.module.css';

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
      className={page.body}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit();
      }}
    >
      {props.children}
      {props.error != null && <ProblemNote error={props.error} />}
      <div className={page.actions}>
        {props.gestures}
        <Button type="submit" variant="filled" disabled={!props.isChanged} loading={props.isSaving}>
          {t('settings.save')}
        </Button>
      </div>
    </form>
  );
}
