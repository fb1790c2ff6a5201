/** One hot folder at work: detected files settle, then wait for their turn to be carried; what each carrying ends with is acted on. */
import { realpath } from 'node:fs/promises';
import { NavetteError } from '@navette/model';
import { carryDrop, carryFile } from './carry/carry.ts';
import type { Ending } from './carry/ending.ts';
import { type Carrier, isBelow, type Place } from './carry/place.ts';
import { forget } from './carry/take-up.ts';
import { createDetector, type Detector } from './detect/detect.ts';
import { hasStableInodes, type Identity, isUntouched, lookAt } from './files/identity.ts';
import type { HotFolder } from './home/configuration.ts';
import { sendAgainMs } from './send/again.ts';
import { sentencesOf } from './sentences.ts';
import { createSettler, type SettleOptions, type Settler } from './settle/settle.ts';
import { createTurns, type Task } from './turns.ts';

export interface HotFolderTimes
  extends Pick<SettleOptions, 'quietMs' | 'lookAgainMs' | 'lockedAgainMs' | 'lockedAfterMs'> {
  readonly rescanMs: number;
  /** Between two tries of what cannot be archived yet. */
  readonly archiveAgainMs: number;
}

export interface HotFolderOptions extends Pick<SettleOptions, 'isOpenForWriting'> {
  readonly hotFolder: HotFolder;
  readonly carrier: Carrier;
  readonly times: HotFolderTimes;
  readonly lastFileAt: string | null;
  isIgnored(name: string): boolean;
  /** Something waits to be carried. */
  onReady(): void;
  onChange(): void;
}

export interface WorkingFolder {
  readonly hotFolder: HotFolder;
  /** Resolves once the directory is watched and scanned, or found missing. */
  start(): Promise<void>;
  take(kind: Task['kind']): Task | undefined;
  /** Never fails for one file's sake. @throws NavetteError `agent_revoked`; the carrier's signal */
  carry(task: Task): Promise<void>;
  count(): FolderCount;
  close(): Promise<void>;
}

export interface FolderCount {
  /** Seen, and not yet received. */
  readonly waiting: number;
  /** Received, and not yet archived or removed. */
  readonly archiving: number;
  /** Refused, and left where they are. */
  readonly refusedHere: number;
  readonly lastFileAt: string | null;
  readonly problems: readonly NavetteError[];
}

const busyAgainMs = 2_000;
const closedAgainMs = 30_000;
const missingAgainMs = 10_000;
const shownProblems = 20;

export function createHotFolder(options: HotFolderOptions): WorkingFolder {
  const { hotFolder, carrier, times } = options;
  const turns = createTurns(options.onReady);
  const failures = new Map<string, number>();
  const troubles = new Map<string, NavetteError>();
  let place: Place | null = null;
  let settler: Settler | null = null;
  let detector: Detector | null = null;
  let startTimer: NodeJS.Timeout | undefined;
  let isThere = false;
  let closed: { readonly error: NavetteError; readonly untilMs: number } | null = null;
  let { lastFileAt } = options;
  let isStopped = false;

  async function start(): Promise<void> {
    try {
      const root = await realpath(hotFolder.depositDir);
      place = { hotFolder, root, hasStableInodes: await hasStableInodes(root) };
    } catch {
      if (!isStopped) startTimer = setTimeout(() => void start(), Math.min(times.rescanMs, missingAgainMs));
      return;
    }
    if (isStopped) return;
    const { root } = place;
    const settles = createSettler({ ...options, ...times, ...place, onSettled, onUnreadable });
    settler = settles;
    detector = createDetector({
      root,
      rescanMs: times.rescanMs,
      isIgnored: options.isIgnored,
      isKnown: (path) => turns.has(path) || settles.has(path),
      onFile: notice,
      onScanned,
    });
    resumeDrops(root);
    await detector.scan();
  }

  /** What was received before the last stop is moved first, whether or not its file can be seen. */
  function resumeDrops(root: string): void {
    for (const { id, path, state } of carrier.journal.drops.values()) {
      const isBeforeAnswer = state === 'planned' || state === 'sent';
      if (!isBeforeAnswer && isBelow(path, root)) turns.add({ kind: 'drop', id, path });
    }
  }

  function notice(path: string): void {
    if (isStopped || turns.has(path)) return;
    if (turns.resting.has(path)) void wakeIfChanged(path);
    else settler?.notice(path);
  }

  async function wakeIfChanged(path: string): Promise<void> {
    const left = turns.resting.get(path);
    const now = await lookAt(path, place?.hasStableInodes ?? false).catch(() => null);
    if (now === null || (left && isUntouched(left, now))) return;
    turns.wake(path);
    notice(path);
  }

  function onSettled(path: string, identity: Identity): void {
    turns.add({ kind: 'file', path, file: { path, identity, isUnreadable: false } });
  }

  function onUnreadable(path: string, identity: Identity): void {
    turns.add({ kind: 'file', path, file: { path, identity, isUnreadable: true } });
  }

  function onScanned(found: boolean): void {
    if (found) void forgetGone();
    if (isThere === found) return;
    isThere = found;
    options.onChange();
    if (found) options.onReady();
  }

  /** A refused file that a person has taken away needs no attention any more. */
  async function forgetGone(): Promise<void> {
    for (const path of [...turns.resting.keys()]) {
      const drop = carrier.journal.findByPath(path);
      const isGone = (await lookAt(path, false).catch(() => undefined)) === null;
      if (drop?.state !== 'refused' || !isGone) continue;
      await forget(drop, carrier, 'vanished').then(
        () => turns.wake(path),
        () => undefined,
      );
      options.onChange();
    }
  }

  async function carry(task: Task): Promise<void> {
    const ending = await carryTask(task);
    turns.giveBack(task.path);
    if (!isStopped) await act(task, ending);
    options.onChange();
  }

  async function carryTask(task: Task): Promise<Ending> {
    if (place === null) return { kind: 'busy' };
    try {
      return task.kind === 'file'
        ? await carryFile(task.file, place, carrier)
        : await carryDrop(task.id, place, carrier);
    } catch (error) {
      if (error instanceof NavetteError || carrier.stopping.aborted) throw error;
      // The journal could not be written: the same is tried again until it can.
      const detail = error instanceof Error ? error.message : String(error);
      const failure = new NavetteError('agent_home_failed', { detail }, error);
      return { kind: 'send_later', isServer: false, error: failure };
    }
  }

  /** What follows from the way a carrying ended. */
  async function act({ path, ...task }: Task, ending: Ending): Promise<void> {
    showTrouble(path, ending);
    if (ending.kind !== 'send_later') failures.delete(path);
    switch (ending.kind) {
      case 'done':
        lastFileAt = carrier.clock().toISOString();
        // Another file may have come under the same name meanwhile.
        return notice(path);
      case 'changed':
        return notice(path);
      case 'busy':
        return turns.putOff(path, busyAgainMs, () => notice(path));
      case 'rests':
        return turns.rest(path, await lookAt(path, place?.hasStableInodes ?? false).catch(() => null));
      case 'send_later': {
        const count = failures.get(path) ?? 0;
        failures.set(path, count + 1);
        return turns.putOff(path, sendAgainMs(count, ending.isServer), () =>
          task.kind === 'file' ? turns.add({ ...task, path }) : notice(path),
        );
      }
      case 'closed':
        closed = { error: ending.error, untilMs: performance.now() + closedAgainMs };
        return turns.putOff(path, closedAgainMs, () => notice(path));
      case 'archive_later':
        return turns.putOff(path, times.archiveAgainMs, () => {
          const id = task.kind === 'drop' ? task.id : carrier.journal.findByPath(path)?.id;
          if (id === undefined) notice(path);
          else turns.add({ kind: 'drop', id, path });
        });
    }
  }

  /** Keeps what is wrong with a path for the page, and tells it once. */
  function showTrouble(path: string, ending: Ending): void {
    if (ending.kind === 'done' || ending.kind === 'changed') closed = null;
    const isTrouble = ending.kind === 'archive_later' || (ending.kind === 'send_later' && !ending.isServer);
    if (!isTrouble) {
      troubles.delete(path);
      return;
    }
    const { error } = ending;
    if (troubles.get(path)?.code !== error.code) {
      carrier.tell({ event: 'failed', path, code: error.code, ...sentencesOf(error) });
    }
    troubles.set(path, error);
  }

  function listProblems(): NavetteError[] {
    const held = settler?.heldFiles() ?? [];
    return [
      ...(isThere ? [] : [new NavetteError('deposit_dir_missing', { path: hotFolder.depositDir })]),
      ...(closed === null ? [] : [closed.error]),
      ...troubles.values(),
      ...held.slice(0, shownProblems).map((path) => new NavetteError('file_unreadable', { path })),
    ].slice(0, shownProblems);
  }

  function isReceived(path: string): boolean {
    return (carrier.journal.findByPath(path)?.acknowledged ?? null) !== null;
  }

  return {
    hotFolder,
    start,
    take(kind) {
      if (isStopped || !isThere) return undefined;
      if (kind === 'file' && closed !== null && performance.now() < closed.untilMs) return undefined;
      return turns.take(kind);
    },
    carry,
    count() {
      const begun = turns.begun();
      const archiving = begun.filter(isReceived).length;
      return {
        waiting: (settler?.count ?? 0) + turns.countReady() + begun.length - archiving,
        archiving,
        refusedHere: [...turns.resting.keys()].filter(
          (path) => carrier.journal.findByPath(path)?.state === 'refused',
        ).length,
        lastFileAt,
        problems: listProblems(),
      };
    },
    async close() {
      isStopped = true;
      clearTimeout(startTimer);
      turns.close();
      await Promise.all([detector?.close(), settler?.close()]);
    },
  };
}
