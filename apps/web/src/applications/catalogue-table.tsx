import { ActionIcon, Button, VisuallyHidden } from '@mantine/core';
import type { Application } from '@navette/api';
import { IconWand } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';
import { useFormat } from '../language/use-format.ts';
import { ApplicationMark } from './application-mark.tsx';
import styles from './catalogue-table.module.css';
import { describeApplication, type Format } from './describe-application.ts';
import { useAddAtOnce } from './use-add-at-once.tsx';
import { useOpenSetup } from './use-open-setup.ts';

interface CatalogueTableProps {
  readonly applications: readonly Application[];
  readonly used: ReadonlySet<string>;
  /** One that has a form was chosen. */
  readonly onAdd: (application: Application) => void;
}

/** Applications of the catalogue: what each receives, takes, and needs. */
export function CatalogueTable({ applications, used, onAdd }: CatalogueTableProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.card}>
      <table className={styles.table} aria-labelledby="applications-unused">
        <thead>
          <tr>
            <th scope="col">{t('applications.unused.application')}</th>
            <th scope="col">{t('applications.unused.receives')}</th>
            <th scope="col">{t('applications.unused.takes')}</th>
            <th scope="col">{t('applications.unused.needs')}</th>
            <th scope="col">
              <VisuallyHidden>{t('general.gesture')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {applications.map((application) => (
            <Row
              key={application.id}
              application={application}
              isUsed={used.has(application.id)}
              onAdd={onAdd}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly application: Application;
  readonly isUsed: boolean;
  readonly onAdd: (application: Application) => void;
}

function Row({ application, isUsed, onAdd }: RowProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const { name, kind } = application;
  const { types, formats, maxBytes, needs } = describeApplication(application);
  const tell = (each: Format) => ('name' in each ? each.name : t(`applications.unused.formats.${each.word}`));
  const receives =
    types === 'all'
      ? t('applications.unused.allTypes')
      : capital(types.map((type) => t(`applications.unused.types.${type}`)).join(', '));
  return (
    <tr>
      <th scope="row">
        <span className={styles.application}>
          <ApplicationMark name={name} kind={kind} />
          <span>
            <b>{name}</b>
            <span className={styles.kind}>
              {t(`applications.kind.${kind}`)}
              {isUsed && `, ${t('applications.unused.isUsed')}`}
            </span>
          </span>
        </span>
      </th>
      <td data-label={t('applications.unused.receives')}>{receives}</td>
      <td data-label={t('applications.unused.takes')}>
        {[capital(formats.map(tell).join(', ')), format.bytes(maxBytes)].join(', ')}
      </td>
      <td data-label={t('applications.unused.needs')}>
        {needs.length > 0
          ? capital(needs.map((label, index) => lower(label[language], index)).join(', '))
          : t(
              application.clientKey.isSecret
                ? 'applications.unused.keyOfEach'
                : 'applications.unused.nothing',
            )}
      </td>
      <td className={styles.gestures}>
        <Gestures application={application} onAdd={onAdd} />
      </td>
    </tr>
  );
}

/** Without a form it is added by one click; the wizard is beside it, since no form offers it. */
function Gestures({ application, onAdd }: Omit<RowProps, 'isUsed'>) {
  const { t } = useTranslation();
  const { id, name, partner, fields } = application;
  const adding = useAddAtOnce();
  const setup = useOpenSetup();
  const hasForm = fields.length > 0;
  return (
    <span className={styles.buttons}>
      {!hasForm && (
        <ActionIcon
          aria-label={`${t('applications.form.addWithSetup')}, ${name}`}
          title={t('applications.form.addWithSetupHelp', { partner })}
          loading={setup.isPending}
          onClick={() => setup.open({ application: id })}
        >
          <IconWand size={16} aria-hidden />
        </ActionIcon>
      )}
      <Button
        aria-label={t('applications.unused.addNamed', { name })}
        loading={adding.isPending}
        onClick={() => (hasForm ? onAdd(application) : adding.mutate(id))}
      >
        {t('applications.unused.add')}
      </Button>
    </span>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Inside a sentence a label loses its capital, unless it is a name: `Client Secret`, `URL`. */
function lower(label: string, index: number): string {
  return index === 0 || /^\p{Lu}\S*\s\p{Lu}|^\p{Lu}{2}/u.test(label)
    ? label
    : label.charAt(0).toLowerCase() + label.slice(1);
}
