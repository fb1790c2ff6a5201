import { Button } from '@mantine/core';
import type { MappingRow } from '@navette/api';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { useLanguage } from '../language/language.ts';
import { ChooseDossier } from './choose-dossier.tsx';
import { CorrectValue } from './correct-value.tsx';
import type { MappingFrame } from './mapping-place.ts';
import styles from './settle-panel.module.css';
import { useMappingGestures } from './use-mapping.ts';

interface SettlePanelProps {
  readonly row: MappingRow;
  readonly frame: MappingFrame;
  readonly onSettled: (row: MappingRow, words: string) => void;
  readonly onClose: () => void;
}

/** Settles one client: the value that is wrong, or the dossier that a person recognises; or says that it is not to be connected. */
export function SettlePanel({ row, frame, onSettled, onClose }: SettlePanelProps) {
  const { t } = useTranslation();
  const why = useWhy(row, frame);
  const { choosing } = useMappingGestures(frame);
  const { listsDossiers, partner } = frame.installation;
  const isValueWrong = row.grade === 'attribute_missing' || row.grade === 'attribute_invalid';
  const [isCorrecting, setCorrecting] = useState(isValueWrong || !listsDossiers);
  const { clientId, clientName: name } = row;
  const isDecided = row.grade === 'chosen' || row.grade === 'left_out';
  const choose = (dossierKey?: string | null) =>
    choosing.mutate(
      { clientId, ...(dossierKey === undefined ? {} : { dossierKey }) },
      {
        onSuccess: (settled) =>
          onSettled(
            settled,
            dossierKey === undefined
              ? t('mapping.settled.undone', { name })
              : dossierKey === null
                ? t('mapping.settled.leftOut', { name })
                : t('mapping.settled.linked', { name, key: dossierKey }),
          ),
      },
    );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  const label = frame.attributeLabel ?? '';
  const gestures = (
    <>
      {row.grade !== 'left_out' && (
        <Button variant="subtle" disabled={choosing.isPending} onClick={() => choose(null)}>
          {t('mapping.settle.leaveOut')}
        </Button>
      )}
      {isDecided && (
        <Button variant="subtle" disabled={choosing.isPending} onClick={() => choose()}>
          {t('mapping.settle.undo')}
        </Button>
      )}
    </>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the panel from any of its fields
    <div className={styles.panel} onKeyDown={onKeyDown}>
      <div className={styles.head}>
        <h2>{t(listsDossiers ? 'mapping.settle.title' : 'mapping.settle.titleKey', { partner, name })}</h2>
        {why && <p>{why}</p>}
      </div>
      {isCorrecting && frame.comparedId !== null ? (
        <CorrectValue
          row={row}
          frame={frame}
          attributeId={frame.comparedId}
          onSaved={(saved) => onSettled(saved, t('mapping.settled.saved', { name }))}
        />
      ) : (
        frame.comparedId !== null && (
          <Button variant="subtle" className={styles.correct ?? ''} onClick={() => setCorrecting(true)}>
            {t(row.value === null ? 'mapping.settle.fillValue' : 'mapping.settle.value', { label })}
          </Button>
        )
      )}
      {choosing.error != null && <ProblemNote error={choosing.error} />}
      {listsDossiers ? (
        <ChooseDossier
          row={row}
          frame={frame}
          isFirst={!isCorrecting}
          isChoosing={choosing.isPending}
          onChoose={choose}
          gestures={gestures}
        />
      ) : (
        <footer className={styles.foot}>{gestures}</footer>
      )}
    </div>
  );
}

/** Why this client waits, in one sentence. */
function useWhy(row: MappingRow, { installation, attributeLabel }: MappingFrame): string | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const { partner, listsDossiers, clientKey } = installation;
  const { grade, other, dossier } = row;
  const label = attributeLabel ?? '';
  const { example } = clientKey;
  if (!listsDossiers && grade === 'attribute_missing')
    return t('mapping.settle.why.keyMissing', { label, partner, example });
  if (!listsDossiers && grade === 'attribute_invalid')
    return t('mapping.settle.why.keyInvalid', { partner, example: example || clientKey.label[language] });
  if (grade === 'several' && dossier !== null)
    return other === null
      ? t('mapping.settle.why.severalUnseen')
      : t('mapping.settle.why.severalClients', { name: other.name });
  if (grade === 'connected') return null;
  return t(`mapping.settle.why.${grade}`, { partner, label });
}
