import { applicationWords } from './words.ts';

export type ShortReason = keyof typeof applicationWords.fr.stoppedFor;

/** @returns the code of a reason that has a few words of its own, for a line; `null` for one that only its sentence tells */
export function shortReasonOf(code: string | undefined): ShortReason | null {
  if (code === undefined || !Object.hasOwn(applicationWords.fr.stoppedFor, code)) return null;
  return code as ShortReason;
}
