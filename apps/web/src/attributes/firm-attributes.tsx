import { Skeleton } from '@mantine/core';
import type { Attribute } from '@navette/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { AddAttribute } from './add-attribute.tsx';
import { AttributeLine } from './attribute-line.tsx';
import { AttributeOrder } from './attribute-order.tsx';
import { DeleteAttribute } from './delete-attribute.tsx';
import styles from './firm-attributes.module.css';
import { useAttributes } from './use-attributes.ts';
import { useChangeAttributes } from './use-change-attributes.ts';

/** What the firm notes of its clients: added, renamed, made unique, put in order by dragging or with the arrows, removed. For administrators. */
export function FirmAttributes() {
  const { t } = useTranslation();
  const attributes = useAttributes(useFirmId());
  const change = useChangeAttributes();
  const [deleted, setDeleted] = useState<Attribute | null>(null);
  const { changing } = change;
  if (attributes.error && !attributes.data)
    return <ProblemNote error={attributes.error} onRetry={() => void attributes.refetch()} />;
  if (!attributes.data) return <Skeleton height={180} radius="md" />;
  const move = (id: string, index: number) => changing.mutate({ id, position: index + 1 });
  return (
    <div className={styles.attributes}>
      <p className={styles.help} id="attribute-order">
        {t('attributes.firm.order')}
      </p>
      <AttributeOrder
        attributes={attributes.data}
        onMove={move}
        renderLine={(attribute, handle) => (
          <AttributeLine
            attribute={attribute}
            handle={handle}
            error={changing.variables?.id === attribute.id ? changing.error : null}
            onChange={(values, onDone) =>
              changing.mutate({ id: attribute.id, ...values }, onDone ? { onSuccess: onDone } : {})
            }
            onDelete={() => setDeleted(attribute)}
          />
        )}
      />
      <AddAttribute creating={change.creating} />
      <DeleteAttribute attribute={deleted} deleting={change.deleting} onClose={() => setDeleted(null)} />
    </div>
  );
}
