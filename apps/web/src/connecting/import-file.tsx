import { Button, Checkbox } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useLocalStorage } from '@mantine/hooks';
import { type Installation, type Rule, routes } from '@navette/api';
import { errorSentence, formatBytes } from '@navette/model';
import { IconDownload, IconFileSpreadsheet, IconHistory } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import styles from '../client-import/choose-file.module.css';
import { hasEnded } from '../jobs/use-job.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { ConnectedExport } from './connected-export.tsx';
import own from './import-file.module.css';
import { useConnectionImport, useReadConnections } from './use-connection-import.ts';

const maxBytes = 10_000_000;
const route = '/cabinets/$firm/applications/$installation/connecter';

/** The template to fill in, and the place where the file is dropped or chosen. */
export function ImportFile({ installation, rule }: { installation: Installation; rule: Rule | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate({ from: route });
  const open = useRef<() => void>(null);
  const [lastId, setLastId] = useLastImport(rule?.id ?? installation.id);
  const reading = useReadConnections(
    installation.id,
    rule?.scope === 'listed' ? rule.id : undefined,
    (id) => {
      setLastId(id);
      void navigate({ search: (before) => ({ ...before, import: id }) });
    },
  );
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
    <div className={styles.choose}>
      <Unfinished installation={installation.id} rule={rule?.id} id={lastId} />
      {rule ? <Template installation={installation} /> : <PresentKeys installation={installation} />}
      <section className={own.step}>
        <h2>{t(rule ? 'connecting.file.fill' : 'connecting.file.change')}</h2>
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
          <p className={styles.title}>{t('connecting.file.drop')}</p>
          <p>{t('connecting.file.accepted')}</p>
          <Button variant="filled" onClick={() => open.current?.()}>
            {t('connecting.file.choose')}
          </Button>
        </Dropzone>
        {refused && (
          <p className={styles.refused} role="alert">
            {refused}
          </p>
        )}
        {reading.error && <ProblemNote error={reading.error} />}
        <p className={own.quiet}>{t('connecting.file.nothing')}</p>
      </section>
    </div>
  );
}

/** The file to fill in, whose columns are those of the application, empty or with the clients that are not connected yet. */
function Template({ installation }: { installation: Installation }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const language = useLanguage();
  const [withClients, setWithClients] = useState(true);
  const { label } = installation.clientKey;
  const address = (format: 'xlsx' | 'csv') =>
    api.address(routes.connectionTemplate, {
      params: { firm, installation: installation.id },
      query: { format, ...(withClients ? { withClients: 'true' } : {}) },
    });
  return (
    <section className={own.step}>
      <h2>{t('connecting.file.template')}</h2>
      <p className={own.quiet}>
        {t('connecting.file.templateHelp', { key: language === 'fr' ? typeset(label.fr) : label.en })}
      </p>
      <Checkbox
        size="xs"
        label={t('connecting.file.withClients')}
        checked={withClients}
        onChange={(event) => setWithClients(event.currentTarget.checked)}
      />
      <div className={own.gestures}>
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button
            key={format}
            component="a"
            href={address(format)}
            download
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t(`connecting.file.${format}`)}
          </Button>
        ))}
      </div>
    </section>
  );
}

/** The file to change: the clients that are connected, with the keys they have. */
function PresentKeys({ installation }: { installation: Installation }) {
  const { t } = useTranslation();
  return (
    <section className={own.step}>
      <h2>{t('connecting.file.presentKeys')}</h2>
      <p className={own.quiet}>{t('connecting.file.presentKeysHelp')}</p>
      <div className={own.gestures}>
        <ConnectedExport installation={installation.id} selection={everyone} />
      </div>
    </section>
  );
}

const everyone = { filter: {}, excludedIds: [] };

/** The import of this folder that was left before its end, on this computer. */
function useLastImport(place: string) {
  return useLocalStorage<string | undefined>({
    key: `navette-connection-import-${place}`,
    defaultValue: undefined,
    getInitialValueInEffect: false,
  });
}

function Unfinished(props: { installation: string; rule: string | undefined; id: string | undefined }) {
  const { installation, rule, id } = props;
  const { t } = useTranslation();
  const firm = useFirmId();
  const { data } = useConnectionImport(installation, id);
  if (!data || hasEnded(data.job)) return null;
  return (
    <p className={styles.resume}>
      <IconHistory size={16} aria-hidden />
      <span>
        {t('connecting.file.resume', { name: data.fileName })}{' '}
        <Link
          to={route}
          params={{ firm, installation }}
          search={{ ...(rule ? { regle: rule } : { cles: true }), etape: 'dossiers', import: data.job.id }}
        >
          {t('connecting.file.resumeLink')}
        </Link>
      </span>
    </p>
  );
}
