import { Button } from '@mantine/core';
import type { Installation, Rule } from '@navette/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirm } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { AcceptedCard } from './accepted-card.tsx';
import { ChosenFolder } from './chosen-folder.tsx';
import { ConnectingFoot } from './connecting-foot.tsx';
import { ExistingFolders } from './existing-folders.tsx';
import { draftOf, emptyDraft, isSaved } from './folder-draft.ts';
import { FolderForm } from './folder-form.tsx';
import styles from './folder-step.module.css';
import { guessType } from './guess-type.ts';
import { useSaveFolder } from './use-connecting.ts';

interface FolderStepProps {
  readonly installation: Installation;
  readonly rules: readonly Rule[];
  /** The folder that is saved, or was chosen among those that are. */
  readonly rule: Rule | undefined;
  /** The tick stands: one came to connect another folder for the same clients. */
  readonly isForSame: boolean;
  readonly onChoose: (rule: Rule) => void;
  readonly onSaved: (rule: Rule, extended: number | null) => void;
  readonly onNext: () => void;
}

/** First step: the folder whose documents leave, saved before one goes on. */
export function FolderStep(props: FolderStepProps) {
  const { installation, rules, rule, isForSame, onChoose, onSaved, onNext } = props;
  const { t } = useTranslation();
  const isAdmin = useFirm().role === 'admin';
  const [draft, setDraft] = useState(() =>
    rule
      ? draftOf(rule)
      : {
          ...emptyDraft,
          documentType: guessType(
            '',
            installation.types.map(({ type }) => type),
          ),
          alsoConnected: isForSame,
        },
  );
  const [extended, setExtended] = useState<number | null>(null);
  const [isAsked, setAsked] = useState(false);
  const [taken, setTaken] = useState(rule?.id ?? '');
  const saving = useSaveFolder(installation.id, (saved, count) => {
    setExtended(count);
    setDraft({ ...draftOf(saved), alsoConnected: draft.alsoConnected });
    onSaved(saved, count);
  });
  const isKept = isSaved(draft, rule);
  const isTickKept = !draft.alsoConnected || extended !== null || rule?.scope === 'all';
  const canGoOn = isKept && isTickKept;
  const isNamed = draft.sourcePath.trim() !== '';
  const change = (next: typeof draft) => {
    if (next.alsoConnected !== draft.alsoConnected) setExtended(null);
    saving.reset();
    setDraft(next);
  };
  const choose = (chosen: Rule) => {
    setDraft({ ...draftOf(chosen), alsoConnected: draft.alsoConnected });
    setTaken(chosen.id);
    setExtended(null);
    saving.reset();
    onChoose(chosen);
  };
  const save = () => {
    setAsked(true);
    if (isNamed && draft.documentType !== null) saving.mutate(draft);
  };
  return (
    <>
      <div className={styles.work}>
        {isAdmin ? (
          <FolderForm
            // Another folder that is taken up starts from what is saved of it.
            key={taken}
            installation={installation}
            draft={draft}
            savedId={rule?.id}
            isForAll={isKept && rule?.scope === 'all'}
            isAsked={isAsked}
            onChange={change}
            onSubmit={save}
          />
        ) : (
          rule && <ChosenFolder installation={installation} rule={rule} draft={draft} onChange={change} />
        )}
        <div className={styles.beside}>
          <ExistingFolders
            rules={rules}
            chosenId={isKept ? rule?.id : undefined}
            isAdmin={isAdmin}
            onChoose={choose}
          />
          <AcceptedCard installation={installation} />
        </div>
      </div>
      <ConnectingFoot
        note={
          canGoOn && rule ? (
            <span role="status">
              {t('connecting.folder.saved', { path: rule.sourcePath })}
              {extended !== null &&
                ` ${extended === 0 ? t('connecting.folder.extendedNone') : t('connecting.folder.extended', { count: extended })}`}
            </span>
          ) : isNamed ? (
            t('connecting.folder.toSave')
          ) : isAdmin ? (
            t('connecting.folder.toChoose')
          ) : undefined
        }
        problem={saving.error && <ProblemNote error={saving.error} />}
      >
        {(isAdmin || rule) && (
          <Button
            variant={canGoOn ? 'default' : 'filled'}
            disabled={canGoOn || !isNamed}
            loading={saving.isPending}
            onClick={save}
          >
            {t('connecting.folder.save')}
          </Button>
        )}
        <Button variant={canGoOn ? 'filled' : 'default'} disabled={!canGoOn} onClick={onNext}>
          {t('connecting.next')}
        </Button>
      </ConnectingFoot>
    </>
  );
}
