/** The hands that carry: several files at once, hot folders in turn, so that none waits behind another's thousands. */
import type { WorkingFolder } from './hot-folder.ts';
import type { Task } from './turns.ts';

export interface Outbox {
  /** Something may be ready. */
  wake(): void;
  /** Resolves when every hand has put down what it had, after `stopping`. */
  readonly ended: Promise<void>;
}

export interface OutboxOptions {
  /** Uploads at once. */
  readonly parallel: number;
  readonly stopping: AbortSignal;
  folders(): readonly WorkingFolder[];
  /** This agent may send nothing more. */
  onFatal(error: unknown): void;
}

/** Received files that wait for the archive have hands of their own: a server that is away must not keep them. */
const archivingHands = 1;

export function createOutbox(options: OutboxOptions): Outbox {
  const { stopping } = options;
  let turn = 0;
  let idle: (() => void)[] = [];

  function takeNext(kind: Task['kind']): { folder: WorkingFolder; task: Task } | undefined {
    const folders = options.folders();
    for (let i = 0; i < folders.length; i++) {
      const folder = folders[(turn + i) % folders.length];
      const task = folder?.take(kind);
      if (folder === undefined || task === undefined) continue;
      turn = (turn + i + 1) % folders.length;
      return { folder, task };
    }
    return undefined;
  }

  async function work(kind: Task['kind']): Promise<void> {
    while (!stopping.aborted) {
      const next = takeNext(kind);
      if (next === undefined) {
        await new Promise<void>((resolve) => idle.push(resolve));
        continue;
      }
      try {
        await next.folder.carry(next.task);
      } catch (error) {
        if (stopping.aborted) return;
        options.onFatal(error);
        return;
      }
    }
  }

  function wake(): void {
    const woken = idle;
    idle = [];
    for (const each of woken) each();
  }

  stopping.addEventListener('abort', wake, { once: true });
  const hands = [
    ...Array.from({ length: options.parallel }, () => work('file')),
    ...Array.from({ length: archivingHands }, () => work('drop')),
  ];
  return { wake, ended: Promise.all(hands).then(() => undefined) };
}
