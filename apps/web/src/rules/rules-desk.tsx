import { Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ApiError, type Installation, type Rule } from '@navette/api';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirm } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { Card } from '../frame/card.tsx';
import { useFormat } from '../language/use-format.ts';
import { AddRule } from './add-rule.tsx';
import { BackfillNote } from './backfill-note.tsx';
import { CheckRules } from './check-rules.tsx';
import { counted } from './counted.ts';
import { asksFirst, RemoveRuleDialog } from './remove-rule-dialog.tsx';
import { RuleTable } from './rule-table.tsx';
import styles from './rules-desk.module.css';
import { useDraft } from './use-draft.ts';
import { useInstallation } from './use-installation.ts';
import { findProblem, type NewRule, type Place, rulesQuery, useAddRule, useRemoveRule } from './use-rules.ts';

interface RulesDeskProps {
  readonly firm: string;
  readonly installationId: string;
  /** Something was saved. Where nobody says so, the table does. */
  readonly onSaved?: () => void;
}

/** The rules of an application: the table, the row that adds, what they take and leave. Collaborators read it. */
export function RulesDesk({ firm, installationId, onSaved }: RulesDeskProps) {
  const place = { firm, installation: installationId };
  const { installation, error, refetch } = useInstallation(firm, installationId);
  const rules = useQuery(rulesQuery(place));
  const problem = error ?? (rules.data ? null : rules.error);
  if (problem) {
    const retry = () => {
      void refetch();
      void rules.refetch();
    };
    return <ProblemNote error={problem} onRetry={retry} />;
  }
  if (!installation || !rules.data) return <Skeleton height={420} radius={10} />;
  return <Desk place={place} installation={installation} rules={rules.data.items} onSaved={onSaved} />;
}

interface DeskProps {
  readonly place: Place;
  readonly installation: Installation;
  readonly rules: readonly Rule[];
  readonly onSaved: (() => void) | undefined;
}

function Desk({ place, installation, rules, onSaved }: DeskProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const isAdmin = useFirm().role === 'admin';
  const table = useRef<HTMLDivElement>(null);
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const draft = useDraft(installation);
  const tellSaved = () => (onSaved ? onSaved() : setSavedAt(new Date().toISOString()));
  const adding = useAddRule(place, tellSaved);
  const removing = useRemoveRule(place, (_rule, cancelled) => {
    tellSaved();
    removing.reset();
    table.current?.focus();
    const message =
      cancelled === 0
        ? t('rules.removing.done')
        : t('rules.removing.doneCancelled', counted(format, cancelled));
    notifications.show({ message });
  });
  const add = (body: NewRule) =>
    adding.mutate(body, {
      onSuccess: () => {
        draft.clear();
        draft.source.current?.focus();
      },
      onError: async (error) => {
        if (!isRefusal(error)) return;
        const problem = await findProblem(place, body);
        adding.reset();
        draft.refuse(body, error, problem);
        draft.clear();
      },
    });
  const removeError = removing.error && !asksFirst(removing.error) && !removing.variables?.isConfirmed;
  const total = rules[0]?.clientsTotal ?? installation.connections;
  return (
    <div className={styles.desk}>
      <Card
        title={t('rules.title')}
        help={t('rules.help', { name: installation.name })}
        gesture={
          <div className={styles.counts}>
            {savedAt && (
              <span className={styles.saved} role="status">
                <IconCheck size={16} aria-hidden />
                {t('rules.saved', { time: format.dateTime(savedAt).slice(-5) })}
              </span>
            )}
            <span>
              {t('rules.count', counted(format, rules.length))},{' '}
              {t('rules.clientsTotal', counted(format, total))}
            </span>
          </div>
        }
      >
        {/* Where the focus goes when the row that had it is no more. */}
        <div className={styles.table} ref={table} tabIndex={-1}>
          {rules.length + draft.refused.length > 0 && (
            <RuleTable
              place={place}
              installation={installation}
              rules={rules}
              refused={draft.refused}
              gestures={
                isAdmin
                  ? {
                      onRemove: (rule) => removing.mutate({ rule, isConfirmed: false }),
                      isRemoving: (rule) => removing.isPending && removing.variables.rule.id === rule.id,
                      onCopy: (rule) => {
                        draft.copy(rule);
                        notifications.show({ message: t('rules.add.copied') });
                      },
                      onEdit: draft.edit,
                      onDismiss: draft.dismiss,
                    }
                  : null
              }
            />
          )}
          {rules.length === 0 && (
            <p className={styles.none}>{t(isAdmin ? 'rules.none' : 'rules.noneReadOnly')}</p>
          )}
          {removeError && (
            <div className={styles.problem}>
              <ProblemNote error={removing.error} />
            </div>
          )}
        </div>
        {isAdmin && (
          <AddRule
            place={place}
            installation={installation}
            rules={rules}
            draft={draft.draft}
            onChange={draft.change}
            sourceRef={draft.source}
            onAdd={add}
            isAdding={adding.isPending}
            // A refusal has its own line.
            error={isRefusal(adding.error) ? null : adding.error}
          />
        )}
      </Card>
      <RemoveRuleDialog removing={removing} applicationName={installation.name} />
      {rules.length > 0 && <BackfillNote place={place} installation={installation} rules={rules} />}
      <CheckRules
        place={place}
        rules={rules}
        onAddFor={isAdmin ? (sourcePath) => draft.fill({ sourcePath }) : null}
      />
    </div>
  );
}

/** The rule itself was refused: nothing is gained by sending it again. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 409 || error.status === 422);
}
