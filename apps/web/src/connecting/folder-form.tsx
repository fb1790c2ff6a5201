import { Checkbox } from '@mantine/core';
import type { Installation } from '@navette/api';
import { type FormEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { Card } from '../frame/card.tsx';
import page from '../frame/page.module.css';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { PathField } from '../rules/path-field.tsx';
import { TypeSelect } from '../rules/type-select.tsx';
import { cleanPath } from '../rules/typed-path.ts';
import { useRulePreview } from '../rules/use-rule-preview.ts';
import { AlsoConnected } from './also-connected.tsx';
import type { FolderDraft } from './folder-draft.ts';
import { FolderEffect } from './folder-effect.tsx';
import { FolderTree } from './folder-tree.tsx';
import { guessType } from './guess-type.ts';

interface FolderFormProps {
  readonly installation: Installation;
  readonly draft: FolderDraft;
  /** The folder that is saved; the form may say something else by now. */
  readonly savedId: string | undefined;
  readonly isForAll: boolean;
  /** Somebody tried to save: what is missing is said. */
  readonly isAsked: boolean;
  readonly onChange: (draft: FolderDraft) => void;
  readonly onSubmit: () => void;
}

/** Which folder, what its documents are, where they go afterwards, and for whom. */
export function FolderForm(props: FolderFormProps) {
  const { installation, draft, savedId, isForAll, isAsked, onChange, onSubmit } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const place = { firm: useFirmId(), installation: installation.id };
  const { name } = installation;
  const types = installation.types.map(({ type }) => type);
  // What the person chose stands; until then the folder's name tells.
  const isTypeChosen = useRef(savedId !== undefined);
  const { preview, isWanted, isCurrent, error, refetch } = useRulePreview(place, draft);
  // What is saved conflicts with itself alone.
  const problem = preview?.problem?.ruleId === savedId && savedId ? null : preview?.problem;
  const problemOf = (field: 'sourcePath' | 'archivePath' | 'documentType') =>
    problem && isCurrent && problem.field === field
      ? language === 'fr'
        ? typeset(problem.fr)
        : problem.en
      : undefined;
  const choosePath = (sourcePath: string) =>
    onChange({
      ...draft,
      sourcePath,
      documentType: isTypeChosen.current ? draft.documentType : guessType(sourcePath, types),
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Card title={t('connecting.folder.title')} help={t('connecting.folder.help', { name })}>
      <form className={page.body} onSubmit={submit}>
        <PathField
          place={place}
          label={t('connecting.folder.path')}
          description={t('connecting.folder.pathHelp')}
          placeholder="/Achats"
          value={draft.sourcePath}
          error={problemOf('sourcePath')}
          onChange={choosePath}
        />
        <FolderTree
          installation={installation.id}
          chosen={cleanPath(draft.sourcePath)}
          onChoose={choosePath}
        />
        <Checkbox
          size="xs"
          label={t('connecting.folder.subfolders')}
          checked={draft.withSubfolders}
          onChange={(event) => onChange({ ...draft, withSubfolders: event.currentTarget.checked })}
        />
        {error && !preview ? (
          <ProblemNote error={error} onRetry={() => void refetch()} />
        ) : (
          <FolderEffect effect={preview} isIdle={!isWanted} isStale={!isCurrent} />
        )}
        <TypeSelect
          installation={installation}
          value={draft.documentType}
          error={
            problemOf('documentType') ??
            (isAsked && draft.documentType === null ? t('connecting.folder.typeMissing') : undefined)
          }
          onChange={(documentType) => {
            isTypeChosen.current = true;
            onChange({ ...draft, documentType });
          }}
        />
        <PathField
          place={place}
          label={t('connecting.folder.archive')}
          description={t('connecting.folder.archiveHelp')}
          placeholder={t('rules.add.archivePlaceholder')}
          sourcePath={cleanPath(draft.sourcePath)}
          value={draft.archivePath}
          error={problemOf('archivePath')}
          onChange={(archivePath) => onChange({ ...draft, archivePath })}
        />
        <AlsoConnected
          count={installation.connections}
          isForAll={isForAll}
          isOn={draft.alsoConnected}
          onChange={(alsoConnected) => onChange({ ...draft, alsoConnected })}
        />
        <button type="submit" hidden />
      </form>
    </Card>
  );
}
