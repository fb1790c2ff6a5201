import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { routes, type Version } from '@navette/api';
import { IconDownload, IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useClientGestures } from '../documents/client-gestures.ts';

interface VersionGesturesProps {
  readonly document: string;
  readonly version: Version;
  readonly isCurrent: boolean;
}

/** Downloads a version; takes up an older one again. */
export function VersionGestures({ document, version, isCurrent }: VersionGesturesProps) {
  const { t } = useTranslation();
  const { firm, canChange, canReceive, documents } = useClientGestures();
  const [isMaking, setMaking] = useState(false);
  const { number } = version;
  const makeCurrent = async () => {
    setMaking(true);
    await documents.makeCurrent(document, version.id, number);
    setMaking(false);
  };
  return (
    <>
      {canChange && canReceive && !isCurrent && (
        <Button
          size="compact-sm"
          leftSection={<IconHistory size={14} aria-hidden />}
          loading={isMaking}
          aria-label={t('history.makeCurrentOne', { number })}
          onClick={() => void makeCurrent()}
        >
          {t('history.makeCurrent')}
        </Button>
      )}
      <Tooltip label={t('history.downloadVersion', { number })}>
        <ActionIcon
          component="a"
          href={api.address(routes.downloadVersion, {
            params: { firm, document },
            query: { version: version.id },
          })}
          download
          aria-label={t('history.downloadVersion', { number })}
        >
          <IconDownload size={16} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
