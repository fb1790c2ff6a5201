/** Workers of the frame, in which files are read: what takes too long there is stopped, and takes nothing else with it. */
import { type PreviewFailure, previewFailures } from '../protocol.ts';
import type { Channel } from './channel.ts';

/**
 * Starts a worker from its source. A frame without an origin can start none from an address, and Chromium none that is a module: the
 * page hands over a classic script, which becomes a blob.
 */
export async function startWorker(channel: Channel, name: string): Promise<Worker> {
  const source = await channel.request(name);
  const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(address);
  // The address is needed until the worker has read it, for which there is no event: it lives as long as the frame, one document.
  return worker;
}

/** Why a file cannot be shown, thrown on the way. */
export class CannotShow extends Error {
  readonly failure: PreviewFailure;
  readonly values: Readonly<Record<string, string>>;

  constructor(failure: PreviewFailure, values: Readonly<Record<string, string>> = {}) {
    super(failure);
    this.failure = failure;
    this.values = values;
  }
}

/** What a worker of ours answers with. */
export type WorkerAnswer<T> =
  | { readonly answer: T }
  | { readonly failure: PreviewFailure; readonly values?: Readonly<Record<string, string>> };

/**
 * Gives a worker one task and waits for its answer. @throws CannotShow with the worker's reason, `broken` when it fails without one,
 * `tooSlow` past the deadline; the worker is ended then.
 */
export function ask<T>(
  worker: Worker,
  task: object,
  transfer: Transferable[],
  timeoutMs: number,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const end = (error: CannotShow) => {
      clearTimeout(timer);
      worker.terminate();
      reject(error);
    };
    const timer = setTimeout(() => end(new CannotShow('tooSlow')), timeoutMs);
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer<T>>) => {
      if ('failure' in data) return end(new CannotShow(readFailure(data.failure), data.values));
      clearTimeout(timer);
      resolve(data.answer);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end(new CannotShow('broken'));
    };
    worker.postMessage(task, transfer);
  });
}

function readFailure(failure: PreviewFailure): PreviewFailure {
  return previewFailures.includes(failure) ? failure : 'broken';
}

/** The same promise, @throws CannotShow `tooSlow` when it takes longer. */
export async function within<T>(timeoutMs: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CannotShow('tooSlow')), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
