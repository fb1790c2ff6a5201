import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './credential-form.module.css';

interface CredentialDrawerProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The panel at the right in which an application is added, or its credentials renewed. A click beside it loses nothing typed. */
export function CredentialDrawer({ isOpen, title, onClose, children }: CredentialDrawerProps) {
  const { t } = useTranslation();
  const isPhone = useMediaQuery('(max-width: 760px)') ?? false;
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      closeOnClickOutside={false}
      position="right"
      size={isPhone ? '100%' : 480}
      title={title}
      classNames={{
        title: styles.title ?? '',
        header: styles.head ?? '',
        content: styles.content ?? '',
        body: styles.body ?? '',
      }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      closeButtonProps={{ 'aria-label': t('general.close') }}
      attributes={{ header: { role: 'presentation' } }}
    >
      {children}
    </Drawer>
  );
}
