import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { MappingRow } from '@navette/api';
import { IconSearch } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import type { MappingFrame } from './mapping-place.ts';
import { ProposalLine } from './proposal-line.tsx';
import styles from './settle-panel.module.css';
import { type Proposal, useProposals } from './use-mapping.ts';

interface ChooseDossierProps {
  readonly row: MappingRow;
  readonly frame: MappingFrame;
  /** It is what the panel begins with: it has the focus. */
  readonly isFirst: boolean;
  readonly isChoosing: boolean;
  readonly onChoose: (dossierKey: string) => void;
  /** Beside the button. */
  readonly gestures: ReactNode;
}

/** Dossiers that a client may be, or that a search finds; one of them is picked, Enter connects. */
export function ChooseDossier(props: ChooseDossierProps) {
  const { row, frame, isFirst, isChoosing, onChoose, gestures } = props;
  const { t } = useTranslation();
  const group = useId();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 200);
  const [picked, setPicked] = useState<string | null>(null);
  const { data, error, isPending, refetch } = useProposals(frame, row.clientId, search, true);
  const items = data?.items ?? [];
  const chosen = items.find(({ key }) => key === (picked ?? likeliest(items, row, search)));
  const { partner } = frame.installation;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen && !chosen.isUsed) onChoose(chosen.key);
  };
  return (
    <form onSubmit={submit}>
      <fieldset className={styles.proposals} aria-busy={isPending}>
        <legend>{t(search === '' ? 'mapping.settle.dossiers' : 'mapping.settle.found')}</legend>
        {error && items.length === 0 && <ProblemNote error={error} onRetry={() => void refetch()} />}
        {isPending && !error && <p className={styles.none}>{t('mapping.settle.loading')}</p>}
        {data && items.length === 0 && (
          <p className={styles.none} role="status">
            {t(search === '' ? 'mapping.settle.noProposal' : 'mapping.settle.noFound')}
          </p>
        )}
        {items.map((item, index) => (
          <ProposalLine
            key={item.key}
            proposal={item}
            value={row.value}
            group={group}
            isPicked={item.key === chosen?.key}
            hasFocus={isFirst && search === '' && (chosen ? item.key === chosen.key : index === 0)}
            onPick={() => setPicked(item.key)}
          />
        ))}
      </fieldset>
      <div className={styles.search}>
        <TextInput
          type="search"
          label={t('mapping.settle.searchOther', { partner })}
          placeholder={t('mapping.settle.searchHint')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setPicked(null);
          }}
          {...(isFirst && data && items.length === 0 ? { 'data-autofocus': true } : {})}
        />
      </div>
      <footer className={styles.foot}>
        <Button type="submit" variant="filled" disabled={!chosen || chosen.isUsed} loading={isChoosing}>
          {chosen ? t('mapping.settle.link', { key: chosen.key }) : t('mapping.settle.linkNone')}
        </Button>
        {gestures}
        <span className={styles.hint}>{t('mapping.settle.enter')}</span>
      </footer>
    </form>
  );
}

/** What is picked before anybody picked: the dossier it is settled with, else the same company's; a near name is no reason. */
function likeliest(
  items: readonly Proposal[],
  { dossier, grade }: MappingRow,
  search: string,
): string | null {
  const free = items.filter(({ isUsed }) => !isUsed);
  if (search !== '') return free.length === 1 ? (free[0]?.key ?? null) : null;
  const own = grade === 'exact' || grade === 'chosen' || grade === 'closed' ? dossier?.key : undefined;
  const sure = free.find(({ key }) => key === own) ?? free.find(({ why }) => why !== 'near_name');
  return sure?.key ?? null;
}
