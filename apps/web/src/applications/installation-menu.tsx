import { ActionIcon, Menu } from '@mantine/core';
import type { Installation } from '@navette/api';
import {
  IconKey,
  IconListDetails,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnected,
  IconRefresh,
  IconSettings,
  IconTrash,
  IconVersions,
  IconWand,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFirm } from '../api/firm.ts';
import styles from './installation-menu.module.css';
import { useGoTo } from './use-go-to.ts';
import { useInstallationGestures } from './use-installation-gestures.ts';
import { useOpenSetup } from './use-open-setup.ts';

export type OpenedDialog = 'renew' | 'rename' | 'versions' | 'remove';

interface InstallationMenuProps {
  readonly installation: Installation;
  readonly onOpen: (dialog: OpenedDialog) => void;
}

/** The cog of an application: what one may do with it. Collaborators connect clients; the rest is for administrators. */
export function InstallationMenu({ installation, onOpen }: InstallationMenuProps) {
  const { t } = useTranslation();
  const { role } = useFirm();
  const goTo = useGoTo();
  const { id, name } = installation;
  return (
    <Menu position="bottom-end" width={232} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon aria-label={t('applications.menu.label', { name })}>
          <IconSettings size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPlugConnected size={16} aria-hidden />}
          onClick={() => goTo(`/${id}/connecter`)}
        >
          {t('applications.menu.connect')}
        </Menu.Item>
        <Menu.Item leftSection={<IconListDetails size={16} aria-hidden />} onClick={() => goTo(`/${id}`)}>
          {t('applications.menu.clients')}
        </Menu.Item>
        {role === 'admin' && <OfAdministrators installation={installation} onOpen={onOpen} />}
      </Menu.Dropdown>
    </Menu>
  );
}

function OfAdministrators({ installation, onOpen }: InstallationMenuProps) {
  const { t } = useTranslation();
  const setup = useOpenSetup();
  const { pausing, resuming, rechecking } = useInstallationGestures(installation);
  const { id, kind, state } = installation;
  return (
    <>
      <Menu.Item
        leftSection={<IconWand size={16} aria-hidden />}
        onClick={() => setup.open({ installationId: id })}
      >
        {t('applications.menu.assistant')}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => onOpen('rename')}>
        {t('applications.menu.rename')}
      </Menu.Item>
      <Menu.Item leftSection={<IconVersions size={16} aria-hidden />} onClick={() => onOpen('versions')}>
        {t('applications.menu.versions')}
      </Menu.Item>
      {kind === 'email' ? (
        <Menu.Item leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => rechecking.mutate()}>
          {t('applications.menu.recheck')}
        </Menu.Item>
      ) : (
        <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => onOpen('renew')}>
          {t('applications.menu.renew')}
        </Menu.Item>
      )}
      {(state === 'active' || state === 'stopped') && (
        <Menu.Item leftSection={<IconPlayerPause size={16} aria-hidden />} onClick={() => pausing.mutate()}>
          {t('applications.menu.pause')}
        </Menu.Item>
      )}
      {state === 'paused' && (
        <Menu.Item leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => resuming.mutate()}>
          {t('applications.menu.resume')}
        </Menu.Item>
      )}
      <Menu.Divider />
      <Menu.Item
        className={styles.danger}
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => onOpen('remove')}
      >
        {t('applications.menu.remove')}
      </Menu.Item>
    </>
  );
}
