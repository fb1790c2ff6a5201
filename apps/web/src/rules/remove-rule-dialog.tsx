import { ApiError } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { describeProblem } from '../api/problem-sentence.ts';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import { useLanguage } from '../language/language.ts';
import { PathText } from './path-text.tsx';
import type { useRemoveRule } from './use-rules.ts';

interface RemoveRuleDialogProps {
  readonly removing: ReturnType<typeof useRemoveRule>;
  readonly applicationName: string;
}

/** @returns whether the server asks before it cancels deliveries. */
export function asksFirst(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 'removal_cancels_deliveries';
}

/** Asks only when the removal would cancel deliveries: that cannot be taken back. */
export function RemoveRuleDialog({ removing, applicationName }: RemoveRuleDialogProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { variables, error, isPending } = removing;
  const isFailure = error !== null && !asksFirst(error);
  const isOpen =
    variables !== undefined && (asksFirst(error) || (variables.isConfirmed && (isPending || isFailure)));
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={t('rules.removing.title')}
      gesture={t('rules.removing.confirm')}
      doing={{ isPending, error: isFailure ? error : null }}
      onConfirm={() => variables && removing.mutate({ rule: variables.rule, isConfirmed: true })}
      onClose={() => removing.reset()}
    >
      {variables && <PathText path={variables.rule.sourcePath} />}
      {asksFirst(error) && <p>{describeProblem(error, language).sentence}</p>}
      <p>{t('rules.removing.what', { name: applicationName })}</p>
    </ConfirmDialog>
  );
}
