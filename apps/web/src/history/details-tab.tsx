import { Select } from '@mantine/core';
import type { Document } from '@navette/api';
import { type DocumentType, documentTypes } from '@navette/model';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useClientGestures } from '../documents/client-gestures.ts';
import { sayPath } from '../documents/folder-rows.ts';
import { CopyIcon } from '../frame/copy-icon.tsx';
import { useFormat } from '../language/use-format.ts';
import styles from './details-tab.module.css';
import type { History } from './history-tab.tsx';
import { RenameInDetails } from './rename-in-details.tsx';
import { VersionGestures } from './version-gestures.tsx';

/** The facts of a document, which of them can be changed, and those of each of its versions. */
export function DetailsTab({ history: { document, versions } }: { history: History }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <dl className={styles.facts}>
        <Fact name={t('history.details.name')}>
          <RenameInDetails key={document.id} document={document} />
        </Fact>
        <Fact name={t('history.details.folder')}>
          <Link
            from="/cabinets/$firm/dossiers/$client"
            search={({ corbeille: _c, ...search }) => ({ ...search, repertoire: document.folderId })}
            resetScroll={false}
          >
            {sayPath(document.folderPath)}
          </Link>
        </Fact>
        <Fact name={t('history.details.type')}>
          <TypeChoice document={document} />
        </Fact>
        <Fact name={t('history.details.media')}>{document.mediaType}</Fact>
        {document.archivedAt && (
          <Fact name={t('history.details.archived')}>{format.dateTime(document.archivedAt)}</Fact>
        )}
      </dl>
      {versions.map(({ version }, index) => (
        <section key={version.id} className={styles.version}>
          <header className={styles.head}>
            <h3>{t('history.version', { number: version.number })}</h3>
            {index === 0 && versions.length > 1 && (
              <span className={styles.current}>{t('history.current')}</span>
            )}
            <span className={styles.gestures}>
              <VersionGestures document={document.id} version={version} isCurrent={index === 0} />
            </span>
          </header>
          <dl className={styles.facts}>
            {version.name !== document.name && <Fact name={t('history.details.name')}>{version.name}</Fact>}
            <Fact name={t('history.details.size')}>
              {format.bytes(version.sizeBytes)}{' '}
              <span className={styles.exact}>
                {t('history.details.bytes', {
                  count: version.sizeBytes,
                  replace: { count: format.number(version.sizeBytes) },
                })}
              </span>
            </Fact>
            <Fact name={t('history.details.received')}>{format.dateTime(version.receivedAt)}</Fact>
            <Fact name={t('history.details.origin')}>
              {t(`history.details.from.${version.origin.kind}`, { name: version.origin.name })}
              {version.origin.detail && ` · ${version.origin.detail}`}
            </Fact>
            <Fact name={t('history.details.sha256')}>
              <span className="mono">{version.sha256}</span>{' '}
              <CopyIcon value={version.sha256} what={t('history.details.sha256')} />
            </Fact>
          </dl>
        </section>
      ))}
    </>
  );
}

const keyOfNoType = 'rule';

/** What kind of document it is; without, the rule that sends it says so. */
function TypeChoice({ document: { id, documentType } }: { document: Document }) {
  const { t } = useTranslation();
  const { canChange, documents } = useClientGestures();
  const label = documentType ? t(`general.type.${documentType}`) : t('history.details.noType');
  if (!canChange) return label;
  const choices = [
    { value: keyOfNoType, label: t('history.details.noType') },
    ...documentTypes.map((type) => ({ value: type, label: t(`general.type.${type}`) })),
  ];
  const change = (value: string | null) => {
    const type = documentTypes.find((each): each is DocumentType => each === value) ?? null;
    if (type !== documentType) void documents.setType(id, type);
  };
  return (
    <Select
      aria-label={t('history.details.type')}
      data={choices}
      value={documentType ?? keyOfNoType}
      allowDeselect={false}
      onChange={change}
    />
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
