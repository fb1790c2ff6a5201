import { Button, Checkbox } from '@mantine/core';
import type { Connection, Installation, Rule } from '@navette/api';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { describeProblem } from '../api/problem-sentence.ts';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import { useLanguage } from '../language/language.ts';
import { useFormat } from '../language/use-format.ts';
import styles from './client-access.module.css';
import { DossierSelect } from './dossier-select.tsx';
import { FolderTicks } from './folder-ticks.tsx';
import { KeyField } from './key-field.tsx';
import { ProposedKey } from './proposed-key.tsx';
import {
  type AccessOutcome,
  isAboutKey,
  needsConfirmation,
  useProposedKey,
  useSaveAccess,
} from './use-access.ts';

export interface ClientAccessProps {
  readonly installation: Installation;
  readonly rules: readonly Rule[];
  /** The folder one connects for; without it, the client's folders are ticked one by one. */
  readonly forRule?: Rule | undefined;
  readonly client: { readonly id: string; readonly name: string };
  /** What a file had for it. */
  readonly initialKey?: string;
  /** Told what became of it, in a sentence. */
  readonly onDone: (outcome: AccessOutcome, sentence: string) => void;
}

/** The tick, the key, the folders of one client at one application. */
export function AccessForm(props: ClientAccessProps & { readonly connection: Connection | null }) {
  const { installation, rules, forRule, client, connection, initialKey = '', onDone } = props;
  const { name, clientKey: spec } = installation;
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const [isAllowed, setAllowed] = useState(connection !== null || initialKey !== '');
  const known = connection && !spec.isSecret ? connection.clientKey : '';
  const [typed, setTyped] = useState<string | null>(initialKey === '' ? null : initialKey);
  const [ruleIds, setRuleIds] = useState(() => foldersOf(props));
  const [isAsked, setAsked] = useState(false);
  const proposal = useProposedKey(installation.id, client.id, isAllowed && connection === null).data;
  const clientKey = typed ?? (connection ? known : (proposal?.key ?? ''));
  const field = useRef<HTMLInputElement>(null);
  const saving = useSaveAccess(installation.id, client.id, connection, (outcome) =>
    onDone(
      outcome,
      outcome === 'unchanged'
        ? t('connecting.access.unchanged', { client: client.name })
        : t(`connecting.access.${outcome === 'extended' && !forRule ? 'changed' : outcome}Now`, {
            client: client.name,
            name,
            path: forRule?.sourcePath ?? '',
          }),
    ),
  );
  const isMissing = isAllowed && clientKey.trim() === '' && !(connection && spec.isSecret);
  const change = { isAllowed, clientKey, ruleIds };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (isMissing) field.current?.focus();
    else saving.mutate(change);
  };
  // Whoever ticks goes on with the key.
  const isTicked = useRef(isAllowed);
  useEffect(() => {
    if (isAllowed && !isTicked.current) field.current?.focus();
    isTicked.current = isAllowed;
  }, [isAllowed]);
  const isKeyRefused = isAboutKey(saving.error);
  useEffect(() => {
    if (isKeyRefused) field.current?.focus();
  }, [isKeyRefused]);
  const isWaiting = needsConfirmation(saving.error);
  const keyError =
    isAsked && isMissing
      ? t('connecting.access.required')
      : isKeyRefused
        ? describeProblem(saving.error, language).sentence
        : undefined;
  return (
    <form className={styles.access} onSubmit={submit} noValidate>
      <p className={styles.state} data-state={connection?.state ?? 'none'}>
        {connection === null
          ? t('connecting.access.notYet')
          : connection.state === 'stopped'
            ? t('connecting.access.stopped')
            : t('connecting.access.since', { date: format.dateTime(connection.createdAt) })}
      </p>
      <Checkbox
        label={t('connecting.access.allow')}
        description={t(connection && isAllowed ? 'connecting.access.off' : 'connecting.access.allowHelp', {
          name,
        })}
        checked={isAllowed}
        data-access-tick
        onChange={(event) => {
          setAllowed(event.currentTarget.checked);
          saving.reset();
        }}
      />
      {isAllowed && (
        <>
          <KeyField
            ref={field}
            spec={spec}
            value={clientKey}
            error={keyError}
            fingerprint={connection && spec.isSecret ? connection.clientKey : undefined}
            onChange={(value) => {
              setTyped(value);
              if (isKeyRefused) saving.reset();
            }}
          />
          <DossierSelect installation={installation} value={clientKey} onChoose={setTyped} />
          {proposal && <ProposedKey proposal={proposal} installation={installation} typed={clientKey} />}
          {forRule ? (
            connection &&
            forRule.scope === 'listed' &&
            !connection.ruleIds.includes(forRule.id) && (
              <p className={styles.quiet}>
                {t('connecting.access.notForFolder', { path: forRule.sourcePath })}
              </p>
            )
          ) : (
            <FolderTicks rules={rules} value={ruleIds} onChange={setRuleIds} />
          )}
        </>
      )}
      {saving.error && !isKeyRefused && !isWaiting && <ProblemNote error={saving.error} />}
      <div className={styles.gestures}>
        <Button
          type="submit"
          variant="filled"
          {...(connection && !isAllowed ? { color: 'rouge' } : {})}
          disabled={connection === null && !isAllowed}
          loading={saving.isPending}
        >
          {t(connection && !isAllowed ? 'connecting.access.disconnect' : 'connecting.access.save')}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isWaiting}
        title={t('connecting.access.disconnectTitle', { client: client.name, name })}
        gesture={t('connecting.access.disconnect')}
        doing={{ isPending: saving.isPending, error: null }}
        onConfirm={() => saving.mutate({ ...change, isConfirmed: true })}
        onClose={saving.reset}
      >
        <p>
          {isWaiting && describeProblem(saving.error, language).sentence}{' '}
          {t('connecting.access.disconnectHelp')}
        </p>
      </ConfirmDialog>
    </form>
  );
}

/** The folders that a client is connected for once this is saved: what it has, and the one that one connects for. */
function foldersOf({
  connection,
  forRule,
  rules,
}: ClientAccessProps & { readonly connection: Connection | null }): string[] {
  const own = connection?.ruleIds ?? [];
  if (forRule) {
    const isMissing = forRule.scope === 'listed' && !own.includes(forRule.id);
    return isMissing ? [...own, forRule.id] : own;
  }
  if (connection) return own;
  const listed = rules.filter(({ scope }) => scope === 'listed');
  // Where there is but one folder, that is the one meant.
  return rules.length === 1 ? listed.map(({ id }) => id) : [];
}
