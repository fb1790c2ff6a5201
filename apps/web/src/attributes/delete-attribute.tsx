import { notifications } from '@mantine/notifications';
import type { Attribute } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import { useFormat } from '../language/use-format.ts';
import styles from './firm-attributes.module.css';
import type { useChangeAttributes } from './use-change-attributes.ts';

interface DeleteAttributeProps extends Pick<ReturnType<typeof useChangeAttributes>, 'deleting'> {
  /** The one to remove; `null` while nobody asks. */
  readonly attribute: Attribute | null;
  readonly onClose: () => void;
}

/** Asks first, since values go with their attribute and nothing brings them back. */
export function DeleteAttribute({ attribute, deleting, onClose }: DeleteAttributeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const close = () => {
    deleting.reset();
    onClose();
  };
  const remove = () => {
    if (!attribute) return;
    deleting.mutate(attribute.id, {
      onSuccess: ({ values }) => {
        close();
        const shown = { label: attribute.label, count: values, replace: { count: format.number(values) } };
        notifications.show({ message: t('attributes.firm.deleted', shown) });
      },
    });
  };
  const count = attribute?.clients ?? 0;
  return (
    <ConfirmDialog
      isOpen={attribute !== null}
      title={t('attributes.firm.delete', { label: attribute?.label })}
      gesture={
        count === 0
          ? t('attributes.firm.deleteConfirmEmpty')
          : t('attributes.firm.deleteConfirm', { count, replace: { count: format.number(count) } })
      }
      doing={deleting}
      onConfirm={remove}
      onClose={close}
    >
      <p className={styles.ask}>
        {count === 0
          ? t('attributes.firm.deleteEmpty')
          : t('attributes.firm.deleteWith', { count, replace: { count: format.number(count) } })}
      </p>
    </ConfirmDialog>
  );
}
