import { Button, Checkbox, UnstyledButton } from '@mantine/core';
import type { Installation, Rule } from '@navette/api';
import { type FormEvent, type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { useFormat } from '../language/use-format.ts';
import styles from './add-rule.module.css';
import { PathField, type PathFieldHandle } from './path-field.tsx';
import { RulePreviewPart } from './rule-preview.tsx';
import { TypeSelect } from './type-select.tsx';
import { cleanPath, proposeArchive } from './typed-path.ts';
import { type RulePreview, useRulePreview } from './use-rule-preview.ts';
import type { NewRule, Place, RuleDraft } from './use-rules.ts';

interface AddRuleProps {
  readonly place: Place;
  readonly installation: Installation;
  readonly rules: readonly Rule[];
  readonly draft: RuleDraft;
  readonly onChange: (change: Partial<RuleDraft>) => void;
  readonly sourceRef: Ref<PathFieldHandle>;
  readonly onAdd: (rule: NewRule) => void;
  readonly isAdding: boolean;
  readonly error: unknown;
}

/** The row that adds a rule, and under it what that rule would do. Enter adds it. */
export function AddRule(props: AddRuleProps) {
  const { place, installation, rules, draft, onChange, sourceRef, onAdd, isAdding, error } = props;
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const { isWanted, preview, isCurrent, error: previewError, refetch } = useRulePreview(place, draft);
  const sourcePath = cleanPath(draft.sourcePath);
  const archivePath = cleanPath(draft.archivePath);
  const proposed = proposeArchive(draft.sourcePath, t('rules.add.archiveFolder'));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { documentType, withSubfolders } = draft;
    setAsked(true);
    if (sourcePath === '' || documentType === null || isAdding) return;
    setAsked(false);
    const archive = archivePath === '' ? null : archivePath;
    onAdd({ sourcePath, withSubfolders, documentType, archivePath: archive });
  };
  return (
    <form className={styles.add} aria-label={t('rules.add.title')} noValidate onSubmit={submit}>
      <PathField
        ref={sourceRef}
        className={styles.field}
        place={place}
        label={t('rules.add.source')}
        placeholder={t('rules.add.sourcePlaceholder')}
        value={draft.sourcePath}
        error={isAsked && sourcePath === '' ? t('rules.add.sourceMissing') : undefined}
        onChange={(path) => onChange({ sourcePath: path })}
      />
      <TypeSelect
        className={styles.field}
        installation={installation}
        value={draft.documentType}
        error={isAsked && draft.documentType === null ? t('rules.add.typeMissing') : undefined}
        onChange={(documentType) => onChange({ documentType })}
      />
      <div className={styles.field}>
        <PathField
          place={place}
          label={t('rules.add.archive')}
          placeholder={t('rules.add.archivePlaceholder')}
          value={draft.archivePath}
          sourcePath={sourcePath}
          onChange={(path) => onChange({ archivePath: path })}
        />
        {isWanted && archivePath === '' && (
          <div className={styles.advice}>
            <span>{t('rules.add.archiveAdvice')}</span>
            {proposed !== null && (
              <UnstyledButton className={styles.use} onClick={() => onChange({ archivePath: proposed })}>
                {t('rules.add.archiveUse', { path: proposed })}
              </UnstyledButton>
            )}
          </div>
        )}
      </div>
      <Figures preview={preview} isCurrent={isCurrent} />
      <Checkbox
        className={styles.subfolders}
        label={t('rules.withSubfolders')}
        checked={draft.withSubfolders}
        onChange={(event) => onChange({ withSubfolders: event.currentTarget.checked })}
      />
      <div className={styles.submit}>
        <Button type="submit" variant="filled" loading={isAdding}>
          {t('rules.add.submit')}
        </Button>
      </div>
      <div className={styles.under}>
        {error != null && <ProblemNote error={error} />}
        <RulePreviewPart
          place={place}
          withSubfolders={draft.withSubfolders}
          isWanted={isWanted}
          preview={preview}
          isCurrent={isCurrent}
          error={previewError}
          onRetry={() => void refetch()}
          rules={rules}
        />
      </div>
    </form>
  );
}

/** Under the columns of the table; the preview says them in words. */
function Figures({ preview, isCurrent }: { preview: RulePreview | undefined; isCurrent: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={styles.figures} data-stale={!isCurrent} aria-hidden>
      <span>
        {preview && format.number(preview.clients)}
        {preview && (
          <span className={styles.of}>
            {t('rules.ofClients', { total: format.number(preview.clientsTotal) })}
          </span>
        )}
      </span>
      <span>{preview && format.number(preview.documents)}</span>
    </div>
  );
}
