import type { Document } from '@navette/api';
import { IconScissors } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { useClientGestures } from './client-gestures.ts';
import styles from './document-table.module.css';
import { FileIcon } from './file-icon.tsx';
import { RenameField } from './rename-field.tsx';
import { RowStateContext } from './row-state.ts';

/** The name of a document in the list: a link to its drawer, or the field in which it is changed. Rows that scroll by are not drawn anew. */
export const DocumentName = memo(function DocumentName({ document }: { document: Document }) {
  const { openId, renamingId, onRenamed } = useContext(RowStateContext);
  const { t } = useTranslation();
  const { cut, pending, canChange } = useClientGestures();
  const { id, name, mediaType, versions } = document;
  const isCut = cut?.ids.has(id) ?? false;
  if (id === renamingId) {
    return (
      <span className={styles.name}>
        <FileIcon mediaType={mediaType} />
        <RenameField
          name={name}
          label={t('documents.newName', { name })}
          hasExtension
          onEnd={(wanted) => onRenamed(document, wanted)}
        />
      </span>
    );
  }
  return (
    <span className={styles.name} data-faded={isCut || pending.has(id)} draggable={canChange}>
      <FileIcon mediaType={mediaType} />
      <Link
        from="/cabinets/$firm/dossiers/$client"
        // Aperçu first; with the drawer open, the tab that one is looking at stays.
        search={(search) => ({
          ...search,
          document: id,
          ...(search.document ? {} : { onglet: 'apercu' as const }),
        })}
        resetScroll={false}
        replace={openId !== undefined}
        className="cut"
        title={name}
        aria-expanded={id === openId}
        // The row is dragged, not the address of the link.
        draggable={false}
        data-row-link
      >
        {name}
      </Link>
      {versions > 1 && <span className={styles.version}>{t('documents.version', { number: versions })}</span>}
      {isCut && <IconScissors size={14} aria-label={t('documents.isCut')} />}
    </span>
  );
});
