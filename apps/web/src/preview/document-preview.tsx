import { ActionIcon } from '@mantine/core';
import { routes } from '@navette/api';
import { formatBytes } from '@navette/model';
import { IconDownload, IconX } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useLanguage } from '../language/language.ts';
import { words } from '../language/words.ts';
import styles from './document-preview.module.css';
import { fill } from './fill.ts';
import { LoadingPreview } from './loading-preview.tsx';
import { NoPreview } from './no-preview.tsx';
import { maxPreviewBytes, planFetch } from './plan-fetch.ts';
import { PreviewFrame } from './preview-frame.tsx';
import type { PreviewFailure } from './protocol.ts';
import { FocusGuard, useEnlarged } from './use-enlarged.tsx';
import { useVersionBytes } from './use-version-bytes.ts';

interface DocumentPreviewProps {
  readonly firm: string;
  readonly document: string;
  readonly version: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

/**
 * A version of a document, to look at: fills the place that it is given, and the whole window on demand. PDF, pictures, texts and
 * electronic invoices are shown in a frame without an origin; anything else is offered for download.
 */
export function DocumentPreview(props: DocumentPreviewProps) {
  const [attempt, setAttempt] = useState(0);
  const language = useLanguage();
  const key = [props.firm, props.document, props.version, language, attempt].join('/');
  // Words and bytes are handed to a frame once: what changes them starts over.
  return <Preview key={key} {...props} onRetry={() => setAttempt(attempt + 1)} />;
}

interface Failed {
  readonly failure: PreviewFailure;
  readonly values: Readonly<Record<string, string>>;
}

function Preview(props: DocumentPreviewProps & { readonly onRetry: () => void }) {
  const { firm, document, version, name, mediaType, sizeBytes, onRetry } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const plan = useMemo(() => planFetch(mediaType, sizeBytes), [mediaType, sizeBytes]);
  const state = useVersionBytes({ firm, document, version }, plan);
  const [isShown, setIsShown] = useState(false);
  const [failed, setFailed] = useState<Failed | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  const { isEnlarged, toggle, restore, leave } = useEnlarged(place, frame);
  const loaded = state !== null && 'loaded' in state ? state.loaded : null;
  const failures: Readonly<Record<PreviewFailure, string>> = words[language].preview.failure;
  const label = t('preview.label', { name });
  const download = api.address(routes.downloadVersion, { params: { firm, document }, query: { version } });
  const none = (sentence: string, canRetry = false) => (
    <NoPreview
      {...{ name, mediaType, sizeBytes, sentence }}
      downloadAddress={download}
      {...(canRetry ? { onRetry } : {})}
    />
  );
  const content = () => {
    if (plan.kind === 'nothing') {
      const limits = {
        size: formatBytes(sizeBytes, language),
        limit: formatBytes(maxPreviewBytes, language),
      };
      return none(plan.why === 'tooLarge' ? t('preview.tooLarge', limits) : failures[plan.why]);
    }
    if (failed) {
      const { failure, values } = failed;
      return none(fill(failures[failure], values), failure === 'crashed' || failure === 'tooSlow');
    }
    if (state !== null && 'error' in state)
      return (
        <div className={styles.problem}>
          <ProblemNote error={state.error} onRetry={onRetry} />
        </div>
      );
    return (
      <>
        {!isShown && <LoadingPreview />}
        <PreviewFrame
          {...{ frame, loaded, name, mediaType, label, isEnlarged, isShown }}
          events={{
            onShown: () => setIsShown(true),
            onFailed: (failure, values) => {
              restore();
              setFailed({ failure, values });
            },
            onEnlarge: toggle,
            onEscape: leave,
          }}
        />
      </>
    );
  };

  return (
    <div
      ref={place}
      className={styles.preview}
      popover="manual"
      data-enlarged={isEnlarged || undefined}
      {...(isEnlarged ? { role: 'dialog', 'aria-modal': true, 'aria-label': label } : {})}
    >
      {isEnlarged && (
        <>
          <FocusGuard to={frame} />
          <header className={styles.head}>
            <h2 className="cut" title={name}>
              {name}
            </h2>
            <ActionIcon component="a" href={download} download aria-label={t('preview.download')}>
              <IconDownload size={16} />
            </ActionIcon>
            <ActionIcon aria-label={t('preview.restore')} onClick={restore} data-guarded>
              <IconX size={16} />
            </ActionIcon>
          </header>
        </>
      )}
      {content()}
      {isEnlarged && <FocusGuard to={place} />}
    </div>
  );
}
