import { ActionIcon, Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FirmSettings, routes } from '@navette/api';
import { PatternError, parseTemplate, patternProblems, periodAt, renderPattern } from '@navette/model';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { Card } from '../frame/card.tsx';
import page from '../frame/page.module.css';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import styles from './settings.module.css';
import { SettingsForm } from './settings-form.tsx';
import { useSaveSettings } from './use-settings.ts';

interface Row {
  readonly id: number;
  readonly path: string;
}

/** The folders that clients get, with what each path means today. */
export function TreePart({ settings }: { settings: FirmSettings }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const saving = useSaveSettings();
  const [saved, setSaved] = useState(settings.folderTemplate);
  const [rows, setRows] = useState<readonly Row[]>(() =>
    settings.folderTemplate.map((path, id) => ({ id, path })),
  );
  const paths = rows.map(({ path }) => path.trim()).filter((path) => path !== '');
  const applying = useMutation({
    mutationFn: () => api.call(routes.applyFolderTemplate, { params: { firm } }),
    onSuccess: ({ clients, folders }) =>
      notifications.show({ message: t('settings.tree.applied', { count: folders, clients }) }),
  });
  const change = (id: number, path: string) =>
    setRows(rows.map((row) => (row.id === id ? { id, path } : row)));
  const submit = () =>
    saving.mutate(
      { folderTemplate: paths },
      {
        onSuccess: ({ folderTemplate }) => {
          setSaved(folderTemplate);
          setRows(folderTemplate.map((path, id) => ({ id, path })));
        },
      },
    );
  const isChanged = paths.join('\n') !== saved.join('\n');
  const isWrong = paths.some((path) => meaningOf(path, settings.timeZone).problem !== null);
  return (
    <>
      <Card title={t('settings.tree.title')} help={t('settings.tree.help')}>
        <SettingsForm
          onSubmit={submit}
          isChanged={isChanged && !isWrong}
          isSaving={saving.isPending}
          error={saving.error}
          gestures={
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() =>
                setRows([...rows, { id: Math.max(-1, ...rows.map(({ id }) => id)) + 1, path: '' }])
              }
            >
              {t('settings.tree.add')}
            </Button>
          }
        >
          <ul className={styles.paths}>
            {rows.map(({ id, path }, index) => (
              <PathRow
                key={id}
                path={path}
                number={index + 1}
                timeZone={settings.timeZone}
                onChange={(text) => change(id, text)}
                onRemove={() => setRows(rows.filter((row) => row.id !== id))}
              />
            ))}
          </ul>
        </SettingsForm>
      </Card>
      <Card title={t('settings.tree.applyTitle')} help={t('settings.tree.applyHelp')}>
        <div className={page.body}>
          {applying.error && <ProblemNote error={applying.error} />}
          <div className={page.actions}>
            <Button disabled={isChanged} loading={applying.isPending} onClick={() => applying.mutate()}>
              {t('settings.tree.apply')}
            </Button>
          </div>
        </div>
      </Card>
    </>
  );
}

interface PathRowProps {
  readonly path: string;
  readonly number: number;
  readonly timeZone: string;
  readonly onChange: (path: string) => void;
  readonly onRemove: () => void;
}

function PathRow({ path, number, timeZone, onChange, onRemove }: PathRowProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { text, problem } = meaningOf(path.trim(), timeZone);
  return (
    <li className={styles.path}>
      <TextInput
        aria-label={t('settings.tree.path', { number })}
        placeholder="/Achats/{millésime}/{mois}"
        value={path}
        error={path.trim() !== '' && problem !== null}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {path.trim() === '' ? (
        <span className={styles.means} />
      ) : problem === null ? (
        <span className={styles.means} title={text}>
          {t('settings.tree.today', { path: text })}
        </span>
      ) : (
        <span className={`${styles.means} ${styles.wrong}`} role="alert">
          {typeset(patternProblems[problem][language])}
        </span>
      )}
      <ActionIcon
        variant="subtle"
        size={36}
        color="gray"
        aria-label={t('settings.tree.remove', { path: path || number })}
        onClick={onRemove}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </li>
  );
}

/** What a path means in the firm's present month, or what is wrong with it. */
function meaningOf(path: string, timeZone: string) {
  try {
    return { text: renderPattern(parseTemplate(path), periodAt(new Date(), timeZone)), problem: null };
  } catch (error) {
    if (error instanceof PatternError) return { text: '', problem: error.problem };
    throw error;
  }
}
