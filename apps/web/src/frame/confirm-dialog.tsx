import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import page from './page.module.css';

interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** What the gesture is called. */
  readonly gesture: string;
  /** What does it, from a mutation. */
  readonly doing: { readonly isPending: boolean; readonly error: unknown };
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What happens then. */
  readonly children: ReactNode;
}

/** Asks before what cannot be taken back; stays, with the reason, when it failed. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, title, gesture, doing, onConfirm, onClose, children } = props;
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      <div className={page.form}>
        {children}
        {doing.error != null && <ProblemNote error={doing.error} />}
        <div className={page.actions}>
          <Button data-autofocus onClick={onClose}>
            {t('general.cancel')}
          </Button>
          <Button variant="filled" color="rouge" loading={doing.isPending} onClick={onConfirm}>
            {gesture}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
