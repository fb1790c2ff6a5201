import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StepProps } from '../setups/step-props.ts';

/** The third step of the wizard. */
export function MappingStep({ setup, Foot, goTo }: StepProps) {
  const { t } = useTranslation();
  return (
    <Foot
      action={
        <Button variant="filled" disabled={setup.connected === 0} onClick={() => goTo('rules')}>
          {t('setups.next')}
        </Button>
      }
    />
  );
}
