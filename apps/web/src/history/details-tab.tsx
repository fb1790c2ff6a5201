import type { Document } from '@navette/api';
import { routes } from '@navette/api';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { CopyIcon } from '../frame/copy-icon.tsx';
import { useFormat } from '../language/use-format.ts';
import styles from './details-tab.module.css';
import type { History } from './history-tab.tsx';

interface DetailsTabProps {
  readonly document: Document;
  readonly versions: History['versions'];
}

/** The facts of a document, and of each of its versions. */
export function DetailsTab({ document, versions }: DetailsTabProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const firm = useFirmId();
  const type = document.documentType;
  return (
    <>
      <dl className={styles.facts}>
        <Fact name={t('history.details.name')}>{document.name}</Fact>
        <Fact name={t('history.details.folder')}>{document.folderPath.slice(1).replaceAll('/', ' / ')}</Fact>
        <Fact name={t('history.details.type')}>
          {type ? t(`general.type.${type}`) : t('history.details.noType')}
        </Fact>
        <Fact name={t('history.details.media')}>{document.mediaType}</Fact>
        {document.archivedAt && (
          <Fact name={t('history.details.archived')}>{format.dateTime(document.archivedAt)}</Fact>
        )}
      </dl>
      {versions.map(({ version }) => (
        <section key={version.id} className={styles.version}>
          <h3>{t('history.version', { number: version.number })}</h3>
          <dl className={styles.facts}>
            <Fact name={t('history.details.size')}>{format.bytes(version.sizeBytes)}</Fact>
            <Fact name={t('history.details.received')}>{format.dateTime(version.receivedAt)}</Fact>
            <Fact name={t('history.details.origin')}>
              {[version.origin.name, version.origin.detail].filter(Boolean).join(' · ')}
            </Fact>
            <Fact name={t('history.details.sha256')}>
              <span className="mono">{version.sha256}</span>{' '}
              <CopyIcon value={version.sha256} what={t('history.details.sha256')} />
            </Fact>
          </dl>
          <a
            href={api.address(routes.downloadVersion, {
              params: { firm, document: document.id },
              query: { version: version.id },
            })}
            download
          >
            {t('history.download')}
          </a>
        </section>
      ))}
    </>
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
