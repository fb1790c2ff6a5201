import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './import-steps.module.css';

const steps = ['file', 'check', 'report'] as const;
export type ImportStep = (typeof steps)[number];

/** Where one is: the file, its check, the report. */
export function ImportSteps({ current, aside }: { current: ImportStep; aside?: string }) {
  const { t } = useTranslation();
  const at = steps.indexOf(current);
  return (
    <ol className={styles.steps} aria-label={t('imports.steps')}>
      {steps.map((step, index) => (
        <li
          key={step}
          data-state={index < at ? 'past' : index === at ? 'now' : 'later'}
          aria-current={index === at ? 'step' : undefined}
        >
          <i aria-hidden>{index < at ? <IconCheck size={12} stroke={3} /> : index + 1}</i>
          <span className={styles.name}>{t(`imports.step.${step}`)}</span>
          {index === 0 && aside && <span className={`${styles.aside} cut`}>{aside}</span>}
        </li>
      ))}
    </ol>
  );
}
