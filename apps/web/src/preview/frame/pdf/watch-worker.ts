import { CannotShow, within } from '../worker.ts';
import type { OpenedPdf } from './open-pdf.ts';

/** A page that takes longer is given up, with the document. */
const answerTimeoutMs = 20_000;
const everyMs = 5_000;

/**
 * Asks the worker of a PDF now and then whether it still answers, and ends it when it does not: a page may ask for hours of work. Not
 * while nobody looks, when browsers slow everything down.
 */
export function watchWorker(pdf: OpenedPdf, signal: AbortSignal, onStuck: (error: CannotShow) => void): void {
  let isAsking = false;
  const timer = setInterval(async () => {
    if (isAsking || document.hidden) return;
    isAsking = true;
    try {
      await within(answerTimeoutMs, pdf.document.getPageMode());
    } catch (error) {
      if (!(error instanceof CannotShow) || signal.aborted) return;
      pdf.stop();
      clearInterval(timer);
      onStuck(error);
    } finally {
      isAsking = false;
    }
  }, everyMs);
  signal.addEventListener('abort', () => clearInterval(timer));
}
