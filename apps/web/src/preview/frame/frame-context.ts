import { createContext, use } from 'react';
import type { Language } from '../../language/format.ts';
import type { PreviewedFile } from '../protocol.ts';
import type { PreviewWords } from '../words.ts';
import type { Channel } from './channel.ts';
import { CannotShow } from './worker.ts';

export interface FrameValues {
  readonly channel: Channel;
  readonly file: PreviewedFile;
  readonly language: Language;
  readonly words: PreviewWords['frame'];
  readonly isEnlarged: boolean;
}

export const FrameContext = createContext<FrameValues | null>(null);

/** What every part of the frame knows. */
export function useFrame(): FrameValues {
  const values = use(FrameContext);
  if (values === null) throw new TypeError('outside of the frame');
  return values;
}

/** Tells the page why nothing is shown: the reason that was thrown, else that the file is broken. */
export function tellFailure(channel: Channel, error: unknown): void {
  if (error instanceof CannotShow) channel.fail(error.failure, error.values);
  else channel.fail('broken');
}
