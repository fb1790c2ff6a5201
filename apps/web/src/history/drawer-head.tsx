import { ActionIcon, Skeleton, Tooltip } from '@mantine/core';
import { type Document, routes } from '@navette/api';
import {
  IconArrowBarLeft,
  IconArrowBarRight,
  IconArrowLeft,
  IconChevronDown,
  IconChevronUp,
  IconDownload,
  IconFilePlus,
  IconX,
} from '@tabler/icons-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useClientGestures } from '../documents/client-gestures.ts';
import styles from './document-drawer.module.css';

interface DrawerHeadProps {
  readonly document: Document | undefined;
  readonly isLoading: boolean;
  readonly backButton: RefObject<HTMLButtonElement | null>;
  readonly isWide: boolean;
  readonly onWide: (isWide: boolean) => void;
  readonly onClose: () => void;
}

/** The name of the document, and the room that it takes. */
export function DrawerHead({ document, isLoading, backButton, isWide, onWide, onClose }: DrawerHeadProps) {
  const { t } = useTranslation();
  return (
    <header className={styles.head}>
      <ActionIcon
        ref={backButton}
        className={styles.back}
        size={44}
        aria-label={t('general.back')}
        onClick={onClose}
      >
        <IconArrowLeft size={20} />
      </ActionIcon>
      {isLoading ? (
        <Skeleton height={14} width="60%" radius="sm" mt={7} mr="auto" />
      ) : (
        <h2 className={styles.name} title={document?.name}>
          {document?.name}
        </h2>
      )}
      <Gesture
        label={isWide ? t('history.narrow') : t('history.widen')}
        className={styles.desktop}
        isPressed={isWide}
        onClick={() => onWide(!isWide)}
      >
        {isWide ? <IconArrowBarRight size={16} /> : <IconArrowBarLeft size={16} />}
      </Gesture>
      <Gesture label={t('history.close')} className={styles.desktop} onClick={onClose}>
        <IconX size={16} />
      </Gesture>
    </header>
  );
}

interface DrawerGesturesProps {
  readonly id: string;
  readonly previous: string | undefined;
  readonly next: string | undefined;
  readonly onShow: (id: string | undefined) => void;
}

/** The way to the neighbours in the list, and what one does most with a document. */
export function DrawerGestures({ id, previous, next, onShow }: DrawerGesturesProps) {
  const { t } = useTranslation();
  const { firm, canReceive, uploads } = useClientGestures();
  return (
    <div className={styles.gestures}>
      <Gesture label={t('history.previous')} isOff={!previous} onClick={() => onShow(previous)}>
        <IconChevronUp size={16} />
      </Gesture>
      <Gesture label={t('history.next')} isOff={!next} onClick={() => onShow(next)}>
        <IconChevronDown size={16} />
      </Gesture>
      <Tooltip label={t('history.download')}>
        <ActionIcon
          component="a"
          href={api.address(routes.downloadVersion, { params: { firm, document: id } })}
          download
          aria-label={t('history.download')}
        >
          <IconDownload size={16} />
        </ActionIcon>
      </Tooltip>
      {canReceive && (
        <Gesture label={t('history.newVersion')} onClick={() => uploads.chooseVersion(id)}>
          <IconFilePlus size={16} />
        </Gesture>
      )}
    </div>
  );
}

interface GestureProps {
  readonly label: string;
  readonly className?: string | undefined;
  readonly isOff?: boolean;
  readonly isPressed?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Gesture({ label, className, isOff = false, isPressed, onClick, children }: GestureProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        className={className}
        aria-label={label}
        aria-pressed={isPressed}
        // One that turns off under the focus must not lose it.
        aria-disabled={isOff}
        data-off={isOff}
        onClick={() => !isOff && onClick()}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
