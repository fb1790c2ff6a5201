import { useMemo } from 'react';
import type { FileKind } from '../file-kind.ts';
import { useFrame } from '../frame-context.ts';
import { readPlainText } from './read-plain-text.ts';
import { TextPage } from './text-page.tsx';

/** A text, from its start. */
export function TextView({ bytes, kind }: { bytes: ArrayBuffer; kind: FileKind }) {
  const { words, file } = useFrame();
  const { text, isCut } = useMemo(() => readPlainText(bytes, kind, file.isCut), [bytes, kind, file.isCut]);
  return <TextPage text={text} note={isCut ? words.start : null} />;
}
