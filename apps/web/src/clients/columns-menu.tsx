import { Button, Checkbox, Popover, UnstyledButton } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ClientColumn, useShownColumns } from './client-columns.ts';
import styles from './columns-menu.module.css';

/** Which columns the list shows: remembered on this computer, for this firm. */
export function ColumnsMenu({ columns }: { columns: ReturnType<typeof useShownColumns> }) {
  const { t } = useTranslation();
  const { available, shown, choose, reset, isUsual } = columns;
  return (
    <Popover position="bottom-end" shadow="md" radius="lg" trapFocus>
      <Popover.Target>
        <Button className={styles.target} leftSection={<IconColumns3 size={16} aria-hidden />}>
          {t('clients.columns.title')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.menu} aria-label={t('clients.columns.title')}>
        {available.map((column) => (
          <Checkbox
            key={column.id}
            size="xs"
            label={<ColumnName column={column} />}
            checked={shown.some(({ id }) => id === column.id)}
            onChange={(event) => choose(column.id, event.currentTarget.checked)}
          />
        ))}
        {!isUsual && (
          <UnstyledButton className={styles.reset} onClick={reset}>
            {t('clients.columns.reset')}
          </UnstyledButton>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** What a column is called: an attribute by the firm's own word. */
export function ColumnName({ column }: { column: ClientColumn }) {
  const { t } = useTranslation();
  if (column.label !== undefined) return column.label;
  return column.id.startsWith('attribute:') ? null : t(`clients.columns.${column.id as 'code'}`);
}
