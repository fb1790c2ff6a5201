import { IconArchive, IconCheck, IconUsers } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSiret } from '../language/format.ts';
import styles from './settle-panel.module.css';
import type { Proposal } from './use-mapping.ts';

interface ProposalLineProps {
  readonly proposal: Proposal;
  /** The client's own number, to show where they differ. */
  readonly value: string | null;
  readonly group: string;
  readonly isPicked: boolean;
  readonly hasFocus: boolean;
  readonly onPick: () => void;
}

/** One dossier that a client may be: its name, its number with what differs marked, whether it is open and free. */
export function ProposalLine({ proposal, value, group, isPicked, hasFocus, onPick }: ProposalLineProps) {
  const { t } = useTranslation();
  const { key, name, active, isUsed, usedBy, why } = proposal;
  const input = useRef<HTMLInputElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it comes
  useEffect(() => {
    if (hasFocus) input.current?.focus();
  }, []);
  return (
    <label className={styles.proposal} data-picked={isPicked} data-used={isUsed}>
      <input
        ref={input}
        type="radio"
        name={group}
        checked={isPicked}
        disabled={isUsed}
        onChange={onPick}
        data-autofocus={hasFocus || undefined}
      />
      <span className={styles.words}>
        <span>
          <b>{name}</b> <span className={styles.quiet}>{t('mapping.number', { key })}</span>
        </span>
        <span className={styles.facts}>
          <DossierNumber proposal={proposal} value={value} />
          {why === 'near_name' && <span>{t('mapping.settle.nearName')}</span>}
        </span>
        {isUsed && (
          <span className={styles.used}>
            <IconUsers size={14} aria-hidden />
            {usedBy === null
              ? t('mapping.settle.usedUnseen')
              : t('mapping.settle.used', { name: usedBy.name })}
          </span>
        )}
      </span>
      <span className={styles.state} data-active={active}>
        {active ? <IconCheck size={14} aria-hidden /> : <IconArchive size={14} aria-hidden />}
        {t(active ? 'mapping.settle.active' : 'mapping.settle.archived')}
      </span>
    </label>
  );
}

/** The number of a dossier, the establishment marked where it is not the client's. */
function DossierNumber({ proposal: { siren, nic }, value }: Pick<ProposalLineProps, 'proposal' | 'value'>) {
  const { t } = useTranslation();
  if (siren === null) return <span>{t('mapping.settle.noSiren')}</span>;
  const isSame = value?.startsWith(siren) ?? false;
  const own = /^\d{14}$/.test(value ?? '') && isSame ? value?.slice(9) : undefined;
  const spaced = formatSiret(`${siren}00000`).slice(0, -6);
  if (nic === null)
    return (
      <span>
        <span className="mono">{spaced}</span> {t('mapping.settle.noNic')}
      </span>
    );
  const isOther = own !== undefined && own !== nic;
  return (
    <span>
      <span className="mono">
        {spaced} {isOther ? <mark className={styles.differs}>{nic}</mark> : nic}
      </span>{' '}
      {isOther && t('mapping.settle.instead', { nic: own })}
      {own === nic && t('mapping.settle.sameSiret')}
    </span>
  );
}
