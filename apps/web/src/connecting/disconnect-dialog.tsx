import type { Connection, Installation } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { describeProblem } from '../api/problem-sentence.ts';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import { useLanguage } from '../language/language.ts';
import { needsConfirmation, useSaveAccess } from './use-access.ts';

interface DisconnectDialogProps {
  readonly installation: Installation;
  readonly connection: Connection;
  readonly onClose: () => void;
}

/** Disconnects one client; where deliveries have not left, it says how many go with it before they do. */
export function DisconnectDialog({ installation, connection, onClose }: DisconnectDialogProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { name } = installation;
  const saving = useSaveAccess(installation.id, connection.clientId, connection, onClose);
  const isWaiting = needsConfirmation(saving.error);
  const change = { isAllowed: false, clientKey: '', ruleIds: [], isConfirmed: isWaiting };
  return (
    <ConfirmDialog
      isOpen
      title={t('connecting.access.disconnectTitle', { client: connection.clientName, name })}
      gesture={t('connecting.access.disconnect')}
      doing={{ isPending: saving.isPending, error: isWaiting ? null : saving.error }}
      onConfirm={() => saving.mutate(change)}
      onClose={onClose}
    >
      <p>{t('connecting.access.disconnectHelp')}</p>
      {isWaiting && <p role="alert">{describeProblem(saving.error, language).sentence}</p>}
    </ConfirmDialog>
  );
}
