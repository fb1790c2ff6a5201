import { ApiError } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import type { InstallationDialogProps } from './dialog-props.ts';
import styles from './remove-dialog.module.css';
import { useInstallationGestures } from './use-installation-gestures.ts';

/** Takes an application away: asked once, and once more where deliveries that have not left would be cancelled. */
export function RemoveDialog({ installation, isOpen, onClose }: InstallationDialogProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { removing } = useInstallationGestures(installation);
  const { name, partner } = installation;
  const { error } = removing;
  const cancels = error instanceof ApiError && error.code === 'removal_cancels_deliveries' ? error : null;
  const close = () => {
    removing.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={t('applications.remove.title', { name })}
      gesture={t(cancels ? 'applications.remove.confirm' : 'applications.remove.submit')}
      doing={{ isPending: removing.isPending, error: cancels ? null : error }}
      onConfirm={() => removing.mutate(cancels !== null, { onSuccess: close })}
      onClose={close}
    >
      <p>{t('applications.remove.lead', { partner })}</p>
      {cancels && (
        <p role="alert" className={styles.cancels}>
          {language === 'fr' ? typeset(cancels.sentences.fr) : cancels.sentences.en}
        </p>
      )}
    </ConfirmDialog>
  );
}
