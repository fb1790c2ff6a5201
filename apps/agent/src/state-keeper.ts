import { type FolderState, type State, writeState } from './state.ts';

export interface StateKeeper {
  readonly current: State;
  set(change: Partial<State>): void;
  /** The counts of the hot folders may have changed. */
  touch(): void;
  /** Called after each snapshot. */
  onWritten: () => void;
  /** Leaves a last snapshot, of an agent that does not run. */
  close(): Promise<void>;
}

const restMs = 500;
const ignore = (): void => {};

/** Writes the snapshot of a running agent, soon after each change and not more often than twice a second. */
export function createStateKeeper(
  home: string,
  readFolders: () => Promise<readonly FolderState[]>,
): StateKeeper {
  const now = () => new Date().toISOString();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let isClosed = false;

  async function write(): Promise<void> {
    const hotFolders = (await readFolders()).map(
      ({ id, waiting, archiving, refused, lastFileAt, problems }) => {
        return { id, waiting, archiving, refused, lastFileAt, problems };
      },
    );
    keeper.current = { ...keeper.current, updatedAt: now(), hotFolders };
    // A snapshot that cannot be written (disk full) is missed by nobody but `status`.
    await writeState(home, keeper.current).catch(() => undefined);
    keeper.onWritten();
  }

  function touch(): void {
    if (isClosed || timer !== undefined) return;
    timer = setTimeout(() => {
      writing = write().finally(() => {
        timer = undefined;
      });
    }, restMs);
  }

  const keeper = {
    current: {
      pid: process.pid,
      isRunning: true,
      startedAt: now(),
      updatedAt: now(),
      server: { isAway: false, lastContactAt: null, problem: null, notices: [] },
      received: 0,
      refused: 0,
      hotFolders: [],
    } as State,
    onWritten: ignore,
    set(change: Partial<State>) {
      keeper.current = { ...keeper.current, ...change };
      touch();
    },
    touch,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await writing;
      keeper.current = { ...keeper.current, isRunning: false };
      keeper.onWritten = ignore;
      await write();
    },
  };
  touch();
  return keeper;
}
