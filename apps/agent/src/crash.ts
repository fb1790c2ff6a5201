/**
 * Places where reliability runs kill the agent: with `NAVETTE_CRASH_AT=<name>` the process ends by SIGKILL there, the first
 * time it comes by; `<name>:<n>`, the n-th time. Unset, nothing happens.
 */
export const crashPoints = [
  /** The intent is on disk; not one byte has left. */
  'planned',
  /** The head of the request and all but the last piece of the body have left. */
  'sending',
  /** The whole body has left; the answer has not been read. */
  'sent',
  /** The platform acknowledged; the journal does not know yet. */
  'answered',
  /** The acknowledgement is on disk; the file is untouched. */
  'acknowledged',
  /** The name in the archive is on disk; the file is untouched. */
  'archiving',
  /** Across file systems: the copy is complete, under its temporary name. */
  'copied',
  /** The file has its hidden name in the deposit directory. */
  'set-aside',
  /** It has its name in the archive, and still the hidden one. */
  'published',
  /** The file is in the archive (or removed); the journal does not know yet. */
  'moved',
  /** The journal's last step is written. */
  'done',
  /** The refusal is on disk; the file is untouched. */
  'refused',
  /** The reason is written beside the refused file. */
  'reason',
  /** The new journal is complete, under its temporary name. */
  'compacting',
  /** The new journal has replaced the old one. */
  'compacted',
] as const;

export type CrashPoint = (typeof crashPoints)[number];

const asked = process.env.NAVETTE_CRASH_AT ?? '';
const [askedPoint, askedTime] = asked.split(':');
let passed = 0;

/** Ends the process here when the environment asks for it. */
export function passCrashPoint(point: CrashPoint): void {
  if (askedPoint !== point) return;
  passed++;
  if (passed < Number(askedTime ?? 1)) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal may take a moment: nothing more may happen meanwhile.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
