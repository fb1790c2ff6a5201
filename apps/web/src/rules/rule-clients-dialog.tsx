import { Modal, Skeleton } from '@mantine/core';
import { routes } from '@navette/api';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useFormat } from '../language/use-format.ts';
import { moreOf } from '../table/more-rows.tsx';
import { usePagedRows } from '../table/use-paged-rows.ts';
import { BreakablePath, PathText } from './path-text.tsx';
import styles from './rule-clients-dialog.module.css';
import type { Place } from './use-rules.ts';

interface RuleClientsDialogProps {
  readonly place: Place;
  readonly sourcePath: string;
  readonly withSubfolders: boolean;
  /** The rule whose clients are meant; all that are connected unless given. */
  readonly ruleId?: string;
  /** Those that have the path, or those that lack it; `null` while it is closed. */
  readonly has: boolean | null;
  readonly onClose: () => void;
}

/** The connected clients that have the folder of a path, or those that lack it. */
export function RuleClientsDialog(props: RuleClientsDialogProps) {
  const { t } = useTranslation();
  const { has, onClose, sourcePath } = props;
  return (
    <Modal
      opened={has !== null}
      onClose={onClose}
      size={620}
      title={has === false ? t('rules.clients.withoutTitle') : t('rules.clients.withTitle')}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      <p className={styles.path}>
        <PathText path={sourcePath} />
      </p>
      {has !== null && <Clients {...props} has={has} />}
    </Modal>
  );
}

function Clients({
  place,
  sourcePath,
  withSubfolders,
  ruleId,
  has,
}: RuleClientsDialogProps & { readonly has: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const asked = { sourcePath, withSubfolders, has, limit: 60, ...(ruleId && { ruleId }) };
  const list = usePagedRows(
    keys.rulePart(place.firm, place.installation, 'clients', asked),
    (cursor, signal) =>
      api.call(routes.listRuleClients, {
        params: place,
        body: cursor === undefined ? asked : { ...asked, cursor },
        signal,
      }),
  );
  const { query, rows } = list;
  if (query.error && rows.length === 0)
    return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.isPending && rows.length === 0) return <p className={styles.quiet}>{t('rules.clients.none')}</p>;
  return (
    <>
      {!has && <p className={styles.quiet}>{t('rules.clients.withoutHelp')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={t('rules.clients.client')}>
        <table className={styles.table} aria-busy={query.isPending}>
          <thead>
            <tr>
              <th scope="col">{t('rules.clients.client')}</th>
              {has && <th scope="col">{t('rules.clients.path')}</th>}
              {has && (
                <th scope="col" className={styles.figure}>
                  {t('rules.clients.documents')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {query.isPending && <Waiting columns={has ? 3 : 1} />}
            {rows.map(({ clientId, clientName, path, documents }) => (
              <tr key={`${clientId} ${path}`}>
                <td>
                  <Link to="/cabinets/$firm/dossiers/$client" params={{ firm: place.firm, client: clientId }}>
                    {clientName}
                  </Link>
                </td>
                {has && <td className={styles.where}>{path !== null && <BreakablePath path={path} />}</td>}
                {has && <td className={styles.figure}>{format.number(documents)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
        {moreOf(list)}
      </section>
    </>
  );
}

function Waiting({ columns }: { columns: number }) {
  return [62, 48, 70, 55, 66, 51].map((width) => (
    <tr key={width}>
      <td colSpan={columns}>
        <Skeleton height={10} width={`${width}%`} radius="sm" my={4} />
      </td>
    </tr>
  ));
}
