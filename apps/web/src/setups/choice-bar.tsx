import { Button } from '@mantine/core';
import type { ClientFilter, Setup } from '@navette/api';
import { IconChecks } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Sentence, strong } from '../language/sentence.tsx';
import { useFormat } from '../language/use-format.ts';
import styles from './clients-step.module.css';
import type { SetupSearch } from './setup-search.ts';
import type { Choice } from './use-choice.ts';

interface ChoiceBarProps {
  readonly setup: Setup;
  /** Results of the search, on every page. */
  readonly total: number | null;
  readonly filter: ClientFilter;
  readonly search: SetupSearch;
  readonly choice: Choice;
}

/** How many are found and how many chosen, and the gestures for all of them at once, on every page. */
export function ChoiceBar({ setup, total, filter, search, choice }: ChoiceBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const isSearch = Object.keys(filter).length > 0;
  const found = total ?? 0;
  const counted = (count: number) => ({ count, replace: { count: format.number(count) } });
  const everyone = { filter: {}, excludedIds: [] };
  const results = { filter, excludedIds: [] };
  // Those chosen are listed: there is nothing to add.
  const mayAdd = found > 0 && search.choix !== 'choisis';
  const mayRemove = found > 0 && isSearch && setup.chosen > 0 && search.choix !== 'autres';
  return (
    <div className={styles.bar}>
      {total !== null && (
        <span>{t(isSearch ? 'setups.clients.found' : 'setups.clients.all', counted(found))}</span>
      )}
      {mayAdd && (
        <Button
          leftSection={<IconChecks size={16} aria-hidden />}
          onClick={() => choice.choose(true, results)}
        >
          {t(isSearch ? 'setups.clients.selectFound' : 'setups.clients.selectAll', counted(found))}
        </Button>
      )}
      {mayRemove && (
        <Button onClick={() => choice.choose(false, results)}>
          {t('setups.clients.removeFound', counted(found))}
        </Button>
      )}
      {setup.chosen > 0 && (
        <Button variant="subtle" onClick={() => choice.choose(false, everyone)}>
          {t('setups.clients.clear')}
        </Button>
      )}
      <span className={styles.chosen} role="status">
        <Chosen count={setup.chosen} />
      </span>
    </div>
  );
}

/** How many clients are chosen, on every page. */
export function Chosen({ count }: { count: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = strong(format.number(count));
  return <Sentence>{t('setups.clients.chosen', { count, replace: { count: shown } })}</Sentence>;
}
