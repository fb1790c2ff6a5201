import { CannotShow } from '../worker.ts';

/** A page may ask for hours of work, or for all the memory of a computer: one that takes longer is given up, with its document. */
const drawTimeoutMs = 15_000;
const everyMs = 500;

/**
 * Looks now and then whether the page in view is drawn, and reports `tooSlow` when it has not been for too long. The time during which
 * nobody looks does not count: browsers slow everything down then.
 */
export function watchDrawing(
  isDrawn: () => boolean,
  signal: AbortSignal,
  onTooSlow: (error: CannotShow) => void,
): void {
  let waitedMs = 0;
  const timer = setInterval(() => {
    if (document.hidden) return;
    waitedMs = isDrawn() ? 0 : waitedMs + everyMs;
    if (waitedMs < drawTimeoutMs) return;
    clearInterval(timer);
    onTooSlow(new CannotShow('tooSlow'));
  }, everyMs);
  signal.addEventListener('abort', () => clearInterval(timer));
}
