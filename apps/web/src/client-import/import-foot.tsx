import { Button } from '@mantine/core';
import type { ClientImport } from '@navette/api';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useJobDecision } from '../jobs/use-job.ts';
import { useFormat } from '../language/use-format.ts';
import styles from './import-foot.module.css';
import { reportAddress } from './import-report.tsx';

/** What will be written and what will not, and the button that writes it: until then nothing is. */
export function ImportFoot({ read, isComputing }: { read: ClientImport; isComputing: boolean }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const format = useFormat();
  const navigate = useNavigate();
  const { confirming, cancelling } = useJobDecision(read.job.id);
  const count = read.create + read.update;
  const leave = () =>
    cancelling.mutate(undefined, {
      onSuccess: () =>
        void navigate({ to: '/cabinets/$firm/dossiers/importer', params: { firm }, search: {} }),
    });
  return (
    <footer className={styles.foot}>
      {(confirming.error || cancelling.error) && <ProblemNote error={confirming.error ?? cancelling.error} />}
      <p>
        {read.errors > 0
          ? t('imports.foot.errors', { count: read.errors, replace: { count: format.number(read.errors) } })
          : t('imports.foot.nothingYet')}
        {read.errors > 0 && (
          <>
            {' '}
            <a href={reportAddress(firm, read.job.id)} download>
              {t('imports.foot.download')}
            </a>
          </>
        )}
      </p>
      <span className={styles.gestures}>
        <Button loading={cancelling.isPending} onClick={leave}>
          {t('imports.foot.other')}
        </Button>
        <Button
          variant="filled"
          disabled={count === 0 || isComputing}
          loading={confirming.isPending}
          onClick={() => confirming.mutate()}
        >
          {count === 0
            ? t('imports.foot.nothing')
            : t('imports.foot.import', { count, replace: { count: format.number(count) } })}
        </Button>
      </span>
    </footer>
  );
}
