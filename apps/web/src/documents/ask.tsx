import { Button, Modal } from '@mantine/core';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './ask.module.css';

export interface Question {
  readonly title: string;
  /** What happens, in the words of the server. */
  readonly sentence: string;
  readonly confirm: string;
}

/** Asks before what cannot simply be taken back. */
export type Ask = (question: Question) => Promise<boolean>;

/** @returns what asks, and the dialog to put in the page. One question at a time; a closed dialog means no. */
export function useAsk(): { readonly ask: Ask; readonly dialog: ReactNode } {
  const { t } = useTranslation();
  const [question, setQuestion] = useState<Question | null>(null);
  const [isOpen, setOpen] = useState(false);
  const settle = useRef<(isConfirmed: boolean) => void>(undefined);
  const ask = useCallback<Ask>((asked) => {
    settle.current?.(false);
    setQuestion(asked);
    setOpen(true);
    return new Promise((resolve) => {
      settle.current = resolve;
    });
  }, []);
  const end = (isConfirmed: boolean) => {
    setOpen(false);
    settle.current?.(isConfirmed);
    settle.current = undefined;
  };
  const dialog = (
    <Modal
      opened={isOpen}
      onClose={() => end(false)}
      title={question?.title}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      <p className={styles.sentence}>{question?.sentence}</p>
      <div className={styles.actions}>
        <Button data-autofocus onClick={() => end(false)}>
          {t('general.cancel')}
        </Button>
        <Button variant="filled" onClick={() => end(true)}>
          {question?.confirm}
        </Button>
      </div>
    </Modal>
  );
  return { ask, dialog };
}
