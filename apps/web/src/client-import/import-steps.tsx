import { useTranslation } from 'react-i18next';
import { Steps } from '../frame/steps.tsx';

const steps = ['file', 'check', 'report'] as const;
export type ImportStep = (typeof steps)[number];

/** Where one is: the file, its check, the report. */
export function ImportSteps({ current, aside }: { current: ImportStep; aside?: string }) {
  const { t } = useTranslation();
  return (
    <Steps
      label={t('imports.steps')}
      current={current}
      steps={steps.map((key) => ({
        key,
        name: t(`imports.step.${key}`),
        aside: key === 'file' ? aside : undefined,
      }))}
    />
  );
}
