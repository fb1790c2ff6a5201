import { Button, Skeleton } from '@mantine/core';
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { useInstallation } from '../rules/use-installation.ts';
import type { StepProps } from '../setups/step-props.ts';
import { countConnectable } from './count-grades.ts';
import { MappingDesk, type MappingFoot } from './mapping-desk.tsx';
import { useFootNote } from './use-foot-note.ts';

/** The third step of the wizard: what is sure is connected by one button, which then leads on; the rest may be settled, or left for later. */
export function MappingStep({ firm, setup, installationId, Foot, goTo, refetch, onSaved }: StepProps) {
  const { installation } = useInstallation(firm, installationId);
  const onConnected = useCallback(() => {
    onSaved();
    void refetch();
  }, [onSaved, refetch]);
  if (!installation)
    return (
      <>
        <Skeleton height={320} radius="md" aria-busy />
        <Foot action={null} />
      </>
    );
  return (
    <MappingDesk firm={firm} installation={installation} setup={setup.id} onConnected={onConnected}>
      {(foot) => <StepFoot foot={foot} Foot={Foot} onNext={() => goTo('rules')} />}
    </MappingDesk>
  );
}

interface StepFootProps extends Pick<StepProps, 'Foot'> {
  readonly foot: MappingFoot;
  readonly onNext: () => void;
}

function StepFoot({ foot, Foot, onNext }: StepFootProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { counts, isConnecting, connect } = foot;
  const note = useFootNote(counts);
  const count = countConnectable(counts);
  const button = useRef<HTMLButtonElement>(null);
  useFocusAgain(button, isConnecting);
  if (count > 0 || isConnecting)
    return (
      <Foot
        note={note}
        action={
          <Button ref={button} variant="filled" loading={isConnecting} onClick={connect}>
            {t('mapping.foot.link', { count, replace: { count: format.number(count) } })}
          </Button>
        }
      />
    );
  const hasConnected = (counts?.connected ?? 0) > 0;
  return (
    <Foot
      note={counts === null || hasConnected ? note : t('mapping.foot.settleOne')}
      action={
        <Button ref={button} variant="filled" disabled={!hasConnected} onClick={onNext}>
          {t('setups.next')}
        </Button>
      }
    />
  );
}

/** A button that works loses the focus of the keyboard: it has it again afterwards, unless that went elsewhere. */
function useFocusAgain(button: RefObject<HTMLButtonElement | null>, isBusy: boolean): void {
  const wasBusy = useRef(false);
  useEffect(() => {
    if (wasBusy.current && !isBusy && document.activeElement === document.body) button.current?.focus();
    wasBusy.current = isBusy;
  }, [button, isBusy]);
}
