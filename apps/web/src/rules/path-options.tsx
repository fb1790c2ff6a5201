import { Combobox, Skeleton } from '@mantine/core';
import { IconFolder, IconFolderQuestion } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { useLanguage } from '../language/language.ts';
import { useFormat } from '../language/use-format.ts';
import { counted } from './counted.ts';
import styles from './path-field.module.css';
import type { Completion } from './use-completion.ts';

interface PathOptionsProps {
  readonly completion: Completion;
  readonly listId: string;
  readonly label: string;
  readonly optionId: (index: number) => string;
  /** Which is chosen, -1 when none is. */
  readonly active: number;
  readonly typed: string;
  readonly part: string;
}

/** Variables with today's value, then the folders that are really there, with how many clients have each. */
export function PathOptions({ completion, listId, label, optionId, active, typed, part }: PathOptionsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  const { variables, folders, meansToday, clientsTotal, isLoading, isKnown, error } = completion;
  const activeId = active < 0 ? null : optionId(active);
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);
  const isRoot = typed.lastIndexOf('/') <= 0;
  const folder = meansToday ?? typed.slice(0, typed.lastIndexOf('/'));
  const where = isRoot
    ? t('rules.complete.atRoot', counted(format, clientsTotal))
    : t('rules.complete.inFolder', counted(format, clientsTotal, { folder }));
  return (
    <>
      <Combobox.Options id={listId} aria-label={label} className={styles.options}>
        {variables.length > 0 && (
          <Combobox.Group label={t('rules.complete.variables')}>
            {variables.map(({ name, label: words, today }, index) => (
              <Combobox.Option
                key={name}
                id={optionId(index)}
                value={String(index)}
                selected={index === active}
                aria-selected={index === active}
                className={styles.option}
              >
                <span className={styles.variable}>{name}</span>
                <span className={styles.name}>{words[language]}</span>
                <span className={styles.aside}>
                  {today === null
                    ? t(name === '{type}' ? 'rules.complete.eachType' : 'rules.complete.eachClient')
                    : t('rules.complete.todayValue', { value: today })}
                </span>
              </Combobox.Option>
            ))}
          </Combobox.Group>
        )}
        {folders.length > 0 && (
          <Combobox.Group label={where}>
            {folders.map(({ name, clients, looksLike }, position) => {
              const index = variables.length + position;
              return (
                <Combobox.Option
                  key={name}
                  id={optionId(index)}
                  value={String(index)}
                  selected={index === active}
                  aria-selected={index === active}
                  className={styles.option}
                >
                  {looksLike === null ? (
                    <IconFolder size={16} aria-hidden />
                  ) : (
                    <IconFolderQuestion size={16} aria-hidden />
                  )}
                  <span className={styles.name}>{name}</span>
                  <span className={styles.aside}>
                    {looksLike === null
                      ? t('rules.complete.clients', counted(format, clients))
                      : t('rules.complete.looksLikeOf', counted(format, clients, { name: looksLike }))}
                  </span>
                </Combobox.Option>
              );
            })}
          </Combobox.Group>
        )}
      </Combobox.Options>
      {isLoading && (
        <div className={styles.loading} aria-hidden>
          <Skeleton height={10} width="62%" radius="sm" />
          <Skeleton height={10} width="48%" radius="sm" />
          <Skeleton height={10} width="55%" radius="sm" />
        </div>
      )}
      {error && <ProblemNote error={error} />}
      {isKnown && variables.length + folders.length === 0 && (
        <p className={styles.none}>{part === '' ? t('rules.complete.noneHere') : t('rules.complete.none')}</p>
      )}
      <div className={styles.foot}>
        <span className={styles.keys}>
          <kbd>↑</kbd> <kbd>↓</kbd> {t('rules.complete.choose')}
        </span>
        <span className={styles.keys}>
          <kbd>Tab</kbd> {t('rules.complete.fill')}
        </span>
        <span className={styles.keys}>
          <kbd>Esc</kbd> {t('rules.complete.close')}
        </span>
        {meansToday !== null && !isRoot && (
          <span className={styles.means}>{t('rules.today', { path: meansToday })}</span>
        )}
      </div>
    </>
  );
}
