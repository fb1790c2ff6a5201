import { ActionIcon } from '@mantine/core';
import type { Document } from '@navette/api';
import { IconPencil } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClientGestures } from '../documents/client-gestures.ts';
import { RenameField } from '../documents/rename-field.tsx';
import styles from './details-tab.module.css';

/** The name of a document, and the field in which it is changed. */
export function RenameInDetails({ document }: { document: Document }) {
  const { t } = useTranslation();
  const { canChange, documents } = useClientGestures();
  const [isRenaming, setRenaming] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (!canChange) return document.name;
  const end = (name: string | null) => {
    setRenaming(false);
    if (name !== null) void documents.rename(document, name);
    requestAnimationFrame(() => button.current?.focus());
  };
  return (
    <span className={styles.name}>
      {isRenaming ? (
        <RenameField
          name={document.name}
          label={t('documents.newName', { name: document.name })}
          hasExtension
          onEnd={end}
        />
      ) : (
        <>
          <span>{document.name}</span>
          <ActionIcon
            ref={button}
            size={20}
            aria-label={t('documents.rename')}
            title={t('documents.rename')}
            onClick={() => setRenaming(true)}
          >
            <IconPencil size={14} />
          </ActionIcon>
        </>
      )}
    </span>
  );
}
