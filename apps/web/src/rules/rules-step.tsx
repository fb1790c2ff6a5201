import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { StepProps } from '../setups/step-props.ts';
import { RulesDesk } from './rules-desk.tsx';
import { rulesQuery } from './use-rules.ts';

/** The last step of the wizard: what leaves, as what, and where it goes. Its button starts the application. */
export function RulesStep({ firm, setup, installationId, Foot, refetch, onSaved, finish }: StepProps) {
  const { t } = useTranslation();
  const { data } = useQuery(rulesQuery({ firm, installation: installationId }));
  const hasRule = (data?.items.length ?? setup.rules) > 0;
  const isPreparing = setup.installationState === 'preparing';
  const note = !hasRule
    ? t('rules.finish.needsRule')
    : isPreparing
      ? t('rules.finish.note')
      : t('rules.finish.running');
  const saved = () => {
    onSaved();
    void refetch();
  };
  return (
    <>
      <RulesDesk firm={firm} installationId={installationId} onSaved={saved} />
      <Foot
        note={note}
        action={
          <Button variant="filled" disabled={!hasRule} loading={finish.isPending} onClick={finish.run}>
            {isPreparing ? t('rules.finish.start') : t('rules.finish.end')}
          </Button>
        }
      />
    </>
  );
}
