import type { Setup } from '@navette/api';
import type { ComponentType, ReactNode } from 'react';

/** A step of the wizard, as the server names it. */
export type SetupStep = Setup['step'];

export interface FootProps {
  /** What the button is about to do, or why it is closed: one short sentence beside it. */
  readonly note?: ReactNode;
  /** The step's own button, `variant="filled"`. */
  readonly action: ReactNode;
}

/**
 * What the wizard gives to the steps that come after the connection. The frame draws the head, the light and *Retour*; a step draws
 * its work, then `<Foot>` as its last element, once.
 */
export interface StepProps {
  readonly firm: string;
  readonly setup: Setup;
  readonly installationId: string;
  /** The same component for as long as the wizard is open. */
  readonly Foot: ComponentType<FootProps>;
  /** Goes to a step that is open on the server; ask `refetch` first when what was just done opens it. */
  readonly goTo: (step: SetupStep) => void;
  /** The figures of the head (chosen, connected, rules) are asked anew. */
  readonly refetch: () => Promise<void>;
  /** Something was just saved: the head says so, with the time. */
  readonly onSaved: () => void;
  /** Ends the wizard, which starts an application that was being prepared; a refusal is told above the foot. For the last step. */
  readonly finish: { readonly run: () => void; readonly isPending: boolean };
}
