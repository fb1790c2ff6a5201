import { Button, Menu, Select, TextInput } from '@mantine/core';
import { routes } from '@navette/api';
import { IconDownload, IconSearch, IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useTypedSearch } from '../clients/use-typed-search.ts';
import page from '../frame/page.module.css';
import { usePageTitle } from '../frame/use-page-title.ts';
import { useFormat } from '../language/use-format.ts';
import { ListCard } from '../table/list-card.tsx';
import { usePagedRows } from '../table/use-paged-rows.ts';
import { actionGroups } from './action-groups.ts';
import styles from './audit-page.module.css';
import { type AuditSearch, periodStart } from './audit-search.ts';
import { AuditTable } from './audit-table.tsx';

const route = '/cabinets/$firm/journal';
const pageSize = 80;

/** Who did what in the firm, with the proof that nothing was taken out. */
export function AuditPage() {
  const { t } = useTranslation();
  usePageTitle(t('audit.title'));
  const search = useSearch({ from: route });
  const list = useAudit(search);
  return (
    <div className={page.page}>
      <header className={styles.head}>
        <div>
          <h1>{t('audit.title')}</h1>
          <p className={`${page.note} ${styles.lead}`}>{t('audit.lead')}</p>
        </div>
        <Gestures />
      </header>
      <Filters search={search} />
      <ListCard
        list={list}
        className={`${page.card} ${styles.card}`}
        none={<p className={styles.empty}>{t('audit.none')}</p>}
      >
        <AuditTable list={list} />
      </ListCard>
    </div>
  );
}

function useAudit({ cherche, action, periode }: AuditSearch) {
  const firm = useFirmId();
  const from = periodStart(periode, new Date());
  const filter = {
    ...(cherche === undefined ? {} : { search: cherche }),
    ...(action === undefined ? {} : { action }),
    ...(from === undefined ? {} : { from }),
  };
  return usePagedRows(keys.audit(firm, filter), (cursor, signal) =>
    api.call(routes.listAudit, {
      params: { firm },
      query: { ...filter, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  );
}

function Filters({ search }: { search: AuditSearch }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: route });
  const [text, setText] = useTypedSearch(search.cherche ?? '', (cherche) =>
    navigate({ replace: true, search: (old) => without({ ...old, cherche }) }),
  );
  return (
    <div className={styles.filters}>
      <TextInput
        className={styles.search}
        leftSection={<IconSearch size={16} aria-hidden />}
        placeholder={t('audit.search')}
        aria-label={t('audit.search')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Select
        aria-label={t('audit.columns.action')}
        value={search.action ?? ''}
        allowDeselect={false}
        data={[
          { value: '', label: t('audit.all') },
          ...actionGroups.map((group) => ({ value: `${group}.`, label: t(`audit.group.${group}`) })),
        ]}
        onChange={(action) =>
          void navigate({ replace: true, search: (old) => without({ ...old, action: action ?? '' }) })
        }
      />
      <Select
        aria-label={t('audit.columns.at')}
        value={search.periode ?? 'all'}
        allowDeselect={false}
        data={(['all', 'day', 'week', 'month'] as const).map((value) => ({
          value,
          label: t(`audit.period.${value}`),
        }))}
        onChange={(value) =>
          void navigate({
            replace: true,
            search: ({ periode: _, ...old }) =>
              value === 'day' || value === 'week' || value === 'month' ? { ...old, periode: value } : old,
          })
        }
      />
    </div>
  );
}

/** Empty values leave the address. */
function without({
  cherche,
  action,
  periode,
}: {
  cherche?: string;
  action?: string;
  periode?: AuditSearch['periode'];
}): AuditSearch {
  return { ...(cherche ? { cherche } : {}), ...(action ? { action } : {}), ...(periode ? { periode } : {}) };
}

function Gestures() {
  const { t } = useTranslation();
  const firm = useFirmId();
  const format = useFormat();
  const [isShown, setIsShown] = useState(true);
  const verifying = useMutation({
    mutationFn: () => api.call(routes.verifyAudit, { params: { firm } }),
    onSuccess: () => setIsShown(true),
  });
  const { data } = verifying;
  return (
    <div className={styles.gestures}>
      <Button
        leftSection={<IconShieldCheck size={16} aria-hidden />}
        loading={verifying.isPending}
        onClick={() => verifying.mutate()}
      >
        {t('audit.verify')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button leftSection={<IconDownload size={16} aria-hidden />}>{t('audit.export')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(['csv', 'xlsx'] as const).map((file) => (
            <Menu.Item
              key={file}
              component="a"
              href={api.address(routes.exportAudit, { params: { firm }, query: { format: file } })}
              download
            >
              {file.toUpperCase()}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <div aria-live="polite" className={styles.verdict}>
        {verifying.error && <ProblemNote error={verifying.error} />}
        {data && isShown && (
          <p data-intact={data.isIntact}>
            {data.isIntact
              ? t('audit.intact', { count: data.sealed, formatted: format.number(data.sealed) })
              : t('audit.broken', { number: data.firstBroken ?? '?' })}
          </p>
        )}
      </div>
    </div>
  );
}
