/**
 * Whose turn it is, among the files of one hot folder. After it has settled, a path is in one place at a time: ready, in hand, put
 * off for a while, or resting (nothing to do until the file changes).
 */
import type { FinishedFile } from './carry/carry.ts';
import type { Identity } from './files/identity.ts';

/** A file that has settled, or a drop that was received before and has to be moved. */
export type Task =
  | { readonly kind: 'file'; readonly path: string; readonly file: FinishedFile }
  | { readonly kind: 'drop'; readonly path: string; readonly id: string };

export interface Turns {
  add(task: Task): void;
  /** The next task of a kind; the caller has it in hand until `giveBack`. */
  take(kind: Task['kind']): Task | undefined;
  giveBack(path: string): void;
  putOff(path: string, afterMs: number, then: () => void): void;
  rest(path: string, identity: Identity | null): void;
  wake(path: string): void;
  /** Paths left alone for now, and what each was when it was left. */
  readonly resting: ReadonlyMap<string, Identity | null>;
  /** Whether a path is ready, in hand or put off. */
  has(path: string): boolean;
  /** Paths in hand or put off. */
  begun(): string[];
  countReady(): number;
  close(): void;
}

/** @param onReady a task may be taken */
export function createTurns(onReady: () => void): Turns {
  const ready = { file: new Map<string, Task>(), drop: new Map<string, Task>() };
  const inHand = new Set<string>();
  const putOff = new Map<string, NodeJS.Timeout>();
  const resting = new Map<string, Identity | null>();

  return {
    resting,
    add(task) {
      ready[task.kind].set(task.path, task);
      onReady();
    },
    take(kind) {
      const [first] = ready[kind].values();
      if (first === undefined) return undefined;
      ready[kind].delete(first.path);
      inHand.add(first.path);
      return first;
    },
    giveBack: (path) => void inHand.delete(path),
    putOff(path, afterMs, then) {
      clearTimeout(putOff.get(path));
      const timer = setTimeout(() => {
        putOff.delete(path);
        then();
      }, afterMs);
      putOff.set(path, timer);
    },
    rest: (path, identity) => void resting.set(path, identity),
    wake: (path) => void resting.delete(path),
    has: (path) => ready.file.has(path) || ready.drop.has(path) || inHand.has(path) || putOff.has(path),
    begun: () => [...inHand, ...putOff.keys(), ...ready.drop.keys()],
    countReady: () => ready.file.size,
    close() {
      for (const timer of putOff.values()) clearTimeout(timer);
      putOff.clear();
    },
  };
}
