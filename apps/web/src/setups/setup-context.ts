import type { Setup } from '@navette/api';
import { createContext, useContext } from 'react';

/** What the head and the foot of the wizard know, whatever step is shown. */
export interface SetupFrame {
  readonly setup: Setup;
  /** Why the last trial of the credentials failed; `null` when it did not, or there was none. */
  readonly failure: string | null;
  /** Goes to the step before; `null` at the first. */
  readonly onBack: (() => void) | null;
  /** What a gesture of the frame itself (going on, finishing) was refused for. */
  readonly problem: unknown;
}

export const SetupContext = createContext<SetupFrame | null>(null);

/** Inside the wizard only. */
export function useSetupFrame(): SetupFrame {
  const frame = useContext(SetupContext);
  if (!frame) throw new Error('Outside the wizard');
  return frame;
}
