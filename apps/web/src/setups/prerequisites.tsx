import { Button } from '@mantine/core';
import { routes, type Setup, type SetupPrerequisite } from '@navette/api';
import {
  IconAlertCircle,
  IconChevronDown,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleHalf2,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { useLanguage } from '../language/language.ts';
import { Sentence, strong } from '../language/sentence.tsx';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';
import styles from './prerequisites.module.css';

/** What is needed before one begins: unfolded the first time, folded once somebody began. */
export function Prerequisites({ firm, setup }: { firm: string; setup: Setup }) {
  const { t } = useTranslation();
  const id = useId();
  const [isOpen, setOpen] = useState(setup.chosen === 0 && setup.installationId === null);
  const { data } = useQuery({
    queryKey: keys.setupPart(firm, setup.id, 'prerequisites', {}),
    queryFn: ({ signal }) =>
      api.call(routes.listPrerequisites, { params: { firm, setup: setup.id }, signal }),
    select: ({ items }) => items,
  });
  if (!data) return null;
  const checked = data.filter(({ state }) => state !== 'unknown');
  const done = checked.filter(({ state }) => state === 'done').length;
  const toMend = data.filter(({ state }) => state === 'missing').length;
  return (
    <section className={styles.panel} aria-label={t('setups.prerequisites.title')}>
      <button
        type="button"
        className={styles.head}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <IconChevronDown size={16} aria-hidden data-open={isOpen} />
        <b>{t('setups.prerequisites.title')}</b>
        <span className={styles.summary}>
          {t('setups.prerequisites.summary', { done, total: checked.length })}
        </span>
        {toMend > 0 && (
          <span className={styles.toMend}>
            <IconAlertCircle size={16} aria-hidden />
            {t('setups.prerequisites.toMend', { count: toMend })}
          </span>
        )}
      </button>
      {isOpen && (
        <div id={id} className={styles.body}>
          <ul>
            {data.map((line) => (
              <Line key={`${line.code} ${line.label.fr}`} line={line} />
            ))}
          </ul>
          <Button onClick={() => setOpen(false)}>{t('setups.prerequisites.begin')}</Button>
        </div>
      )}
    </section>
  );
}

const icons = {
  done: IconCircleCheck,
  partly: IconCircleHalf2,
  missing: IconAlertCircle,
  unknown: IconCircleDashed,
} as const;

function Line({ line: { state, label, help, count, total } }: { line: SetupPrerequisite }) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  const say = (words: { fr: string; en: string }) => (language === 'fr' ? typeset(words.fr) : words.en);
  const Icon = icons[state];
  return (
    <li className={styles.line} data-state={state}>
      <Icon size={18} aria-hidden />
      <span>
        {say(label)}
        {count !== null && total !== null && (
          <Sentence>
            {t('setups.prerequisites.count', {
              count: strong(
                t('setups.prerequisites.of', { count: format.number(count), total: format.number(total) }),
              ),
            })}
          </Sentence>
        )}
        {help && state !== 'done' && <small>{say(help)}</small>}
      </span>
      <span className={styles.state}>{t(`setups.prerequisites.state.${state}`)}</span>
    </li>
  );
}
