import { ActionIcon, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Copies a value and says so. */
export function CopyIcon({ value, what, size = 20 }: { value: string; what: string; size?: number }) {
  const { t } = useTranslation();
  const { copy, copied } = useClipboard({ timeout: 1500 });
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <Tooltip label={copied ? t('general.copied') : t('general.copy')}>
      <ActionIcon
        size={size}
        color={copied ? 'vert' : 'gray'}
        aria-label={copied ? t('general.copied') : t('general.copyValue', { what })}
        onClick={() => copy(value)}
        style={{ verticalAlign: -5 }}
      >
        <Icon size={14} />
      </ActionIcon>
    </Tooltip>
  );
}
