import { Button } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { routes } from '@navette/api';
import { errorSentence, formatBytes } from '@navette/model';
import { IconFileSpreadsheet, IconHistory } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import styles from './choose-file.module.css';
import { ImportSteps } from './import-steps.tsx';
import { useReadFile } from './use-import.ts';
import { useLastImport } from './use-last-import.ts';

const maxBytes = 10_000_000;

/** The file to import, chosen or dropped, and templates to make one from. */
export function ChooseFile({ onRead }: { onRead: (id: string) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const firm = useFirmId();
  const open = useRef<() => void>(null);
  const last = useLastImport(firm);
  const reading = useReadFile((id) => {
    last.remember(id);
    onRead(id);
  });
  const [refused, setRefused] = useState<string | null>(null);
  const read = (files: File[]) => {
    const file = files[0];
    if (!file) return;
    const limit = formatBytes(maxBytes, language);
    const isTooLarge = file.size > maxBytes;
    setRefused(isTooLarge ? typeset(errorSentence('file_too_large', language, { limit })) : null);
    if (!isTooLarge) reading.mutate(file);
  };
  return (
    <>
      <ImportSteps current="file" />
      <div className={styles.choose}>
        {last.unfinished && (
          <p className={styles.resume}>
            <IconHistory size={16} aria-hidden />
            <span>
              {t('imports.resume', { name: last.unfinished.fileName })}{' '}
              <Link
                to="/cabinets/$firm/dossiers/importer"
                params={{ firm }}
                search={{ import: last.unfinished.job.id }}
              >
                {t('imports.resumeLink')}
              </Link>
            </span>
          </p>
        )}
        <Dropzone
          className={styles.zone}
          onDrop={read}
          openRef={open as React.RefObject<() => void>}
          activateOnClick={false}
          activateOnKeyboard={false}
          enablePointerEvents
          multiple={false}
          loading={reading.isPending}
        >
          <IconFileSpreadsheet size={28} aria-hidden />
          <p className={styles.title}>{t('imports.drop')}</p>
          <p>{t('imports.accepted')}</p>
          <Button variant="filled" onClick={() => open.current?.()}>
            {t('imports.choose')}
          </Button>
        </Dropzone>
        {refused && (
          <p className={styles.refused} role="alert">
            {refused}
          </p>
        )}
        {reading.error && <ProblemNote error={reading.error} />}
        <section className={styles.help}>
          <h2>{t('imports.help.title')}</h2>
          <ul>
            <li>{t('imports.help.header')}</li>
            <li>{t('imports.help.match')}</li>
            <li>{t('imports.help.nothing')}</li>
          </ul>
          <p>
            {t('imports.template')}{' '}
            <a
              href={api.address(routes.importTemplate, { params: { firm }, query: { format: 'xlsx' } })}
              download
            >
              {t('imports.templateXlsx')}
            </a>
            {' · '}
            <a
              href={api.address(routes.importTemplate, { params: { firm }, query: { format: 'csv' } })}
              download
            >
              {t('imports.templateCsv')}
            </a>
          </p>
        </section>
      </div>
    </>
  );
}
