import { useComputedColorScheme, useMantineTheme } from '@mantine/core';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useLanguage } from '../language/language.ts';
import { words } from '../language/words.ts';
import { resolveSurfaces } from '../theme/surfaces.ts';
import { connectFrame, type FrameConnection, type FrameEvents } from './connect-frame.ts';
import styles from './document-preview.module.css';
import { type FrameLook, framePage } from './protocol.ts';
import type { VersionBytes } from './use-version-bytes.ts';

interface PreviewFrameProps {
  readonly frame: RefObject<HTMLIFrameElement | null>;
  readonly name: string;
  readonly mediaType: string;
  /** The bytes, once they are there; they are given away. A frame is for one document, and another one gets another frame. */
  readonly loaded: VersionBytes | null;
  readonly label: string;
  readonly isEnlarged: boolean;
  readonly isShown: boolean;
  readonly events: FrameEvents;
}

/** The frame in which a document is looked at: without an origin, so that nothing in it reaches the product or the network. */
export function PreviewFrame(props: PreviewFrameProps) {
  const { frame, loaded, label, isEnlarged, isShown } = props;
  const look = useFrameLook(isEnlarged);
  const language = useLanguage();
  const [connection, setConnection] = useState<FrameConnection | null>(null);
  const latest = useRef({ ...props, language });
  latest.current = { ...props, language };
  useEffect(() => {
    if (frame.current === null) return;
    const connected = connectFrame(frame.current, latest.current.mediaType, {
      onShown: () => latest.current.events.onShown(),
      onFailed: (failure, values) => latest.current.events.onFailed(failure, values),
      onEnlarge: () => latest.current.events.onEnlarge(),
      onEscape: () => latest.current.events.onEscape(),
    });
    setConnection(connected);
    return () => connected.close();
  }, [frame]);
  useEffect(() => connection?.look(look), [connection, look]);
  useEffect(() => {
    if (connection === null || loaded === null || loaded.bytes.detached) return;
    const { name, mediaType, language } = latest.current;
    const file = { name, mediaType, isCut: loaded.isCut };
    const { frame } = words[language].preview;
    connection.show({ kind: 'show', file, bytes: loaded.bytes, language, words: frame });
  }, [connection, loaded]);

  return (
    <iframe
      ref={frame}
      className={styles.frame}
      src={framePage}
      title={label}
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      // Under the skeleton until something stands there: nothing to reach.
      tabIndex={isShown ? undefined : -1}
    />
  );
}

function useFrameLook(isEnlarged: boolean): FrameLook {
  const theme = useMantineTheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  return useMemo(
    () => ({ scheme, colors: resolveSurfaces(theme)[scheme], isEnlarged }),
    [theme, scheme, isEnlarged],
  );
}
