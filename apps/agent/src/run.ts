/**
 * The agent at work, wired by hand: detect → settle → (outbox) carry: plan in the journal → send through the gate → acknowledge →
 * archive → done; and beside that the reports to the platform and the snapshot for `status`.
 */
import { randomUUID } from 'node:crypto';
import { createApiClient } from '@navette/api';
import { NavetteError } from '@navette/model';
import { createArchiveNames } from './carry/archive-name.ts';
import type { Carrier, News } from './carry/place.ts';
import { readConfiguration, readToken, type Server } from './home/configuration.ts';
import { acquireLock } from './home/lock.ts';
import type { HotFolderTimes } from './hot-folder.ts';
import { type Journal, journalFile, openJournal } from './journal/journal.ts';
import { createOutbox } from './outbox.ts';
import { createReporter, type Reporter } from './report.ts';
import { createGate } from './send/gate.ts';
import { createConnections } from './send/upload.ts';
import { sentencesOf } from './sentences.ts';
import { createOpenWriters } from './settle/open-writers.ts';
import { readState } from './state.ts';
import { createStateKeeper, type StateKeeper } from './state-keeper.ts';
import { startFolders, type WorkingFolders } from './working-folders.ts';

export interface RunTimes extends HotFolderTimes {
  readonly stallMs: number;
  readonly reportMs: number;
  readonly configurationMs: number;
  /** What is under way may end within that time after a stop was asked. */
  readonly graceMs: number;
}

export const usualTimes: RunTimes = {
  rescanMs: 60_000,
  quietMs: 5_000,
  lookAgainMs: 50,
  lockedAgainMs: 20_000,
  lockedAfterMs: 15 * 60_000,
  archiveAgainMs: 20_000,
  stallMs: 60_000,
  reportMs: 60_000,
  configurationMs: 1_000,
  graceMs: 3_000,
};

export type RunNews =
  | News
  | { readonly event: 'away'; readonly fr: string; readonly en: string }
  | { readonly event: 'back' };

export interface RunOptions {
  readonly home: string;
  readonly language: 'fr' | 'en';
  readonly times: RunTimes;
  /** Uploads at once. */
  readonly parallel: number;
  /** Ends the run. */
  readonly stop: AbortSignal;
  tell(news: RunNews): void;
  /** All hot folders are watched and have been scanned. */
  onReady(server: Server, hotFolders: number): void;
}

/** Runs until stopped. @throws NavetteError `not_paired`, `agent_running`; `agent_revoked` when the platform no longer lets it in */
export async function run(options: RunOptions): Promise<void> {
  const lock = await acquireLock(options.home, 'run');
  if (lock === null) throw new NavetteError('agent_running', { path: options.home });
  try {
    await runLocked(options);
  } finally {
    await lock.release();
  }
}

async function runLocked(options: RunOptions): Promise<void> {
  const { home, times } = options;
  const configuration = await readConfiguration(home);
  const { server } = configuration;
  if (server === null) throw new NavetteError('not_paired');
  const token = await readToken(home);
  const lastFiles = await readLastFiles(home);
  const journal = await openJournal(journalFile(home));
  const ends = createEnds(options.stop);
  const limits: Limits = { maxFileBytes: null };
  let folders: WorkingFolders | undefined;
  let reporter: Reporter | undefined;

  const state = createStateKeeper(home, async () => {
    await folders?.countRefused();
    return folders?.states() ?? [];
  });
  const carrier = createCarrier({ ...options, journal, server, token, limits, state, ends });
  const outbox = createOutbox({
    parallel: options.parallel,
    stopping: ends.stopping,
    folders: () => folders?.list() ?? [],
    onFatal: ends.stop,
  });
  try {
    const working = await startFolders(configuration, {
      home,
      carrier,
      times,
      lastFiles,
      isOpenForWriting: createOpenWriters(),
      configurationEveryMs: times.configurationMs,
      onReady: outbox.wake,
      onChange: state.touch,
    });
    folders = working;
    outbox.wake();
    reporter = startReports({ server, token, limits, state, working, ends, everyMs: times.reportMs });
    options.onReady(server, working.list().length);
    await untilAborted(ends.stopping);
  } finally {
    ends.stop();
    const grace = setTimeout(ends.breakOff, times.graceMs);
    await outbox.ended;
    clearTimeout(grace);
    await Promise.all([reporter?.close(), folders?.close()]);
    carrier.connections.destroy();
    await journal.close();
    await state.close();
  }
  if (ends.failure() !== undefined) throw ends.failure();
}

/** What the platform tells about itself. */
interface Limits {
  maxFileBytes: number | null;
}

interface Ends {
  readonly stopping: AbortSignal;
  readonly breaking: AbortSignal;
  /** Nothing new begins. @param failure what stopped it, when nobody asked for it */
  stop(failure?: unknown): void;
  breakOff(): void;
  failure(): unknown;
}

function createEnds(asked: AbortSignal): Ends {
  const stopping = new AbortController();
  const breaking = new AbortController();
  let failure: unknown;
  function stop(cause?: unknown): void {
    failure ??= cause;
    stopping.abort();
  }
  if (asked.aborted) stop();
  asked.addEventListener('abort', () => stop(), { once: true });
  return {
    stopping: stopping.signal,
    breaking: breaking.signal,
    stop,
    breakOff: () => breaking.abort(),
    failure: () => failure,
  };
}

interface Around {
  readonly server: Server;
  readonly token: string;
  readonly limits: Limits;
  readonly state: StateKeeper;
  readonly ends: Ends;
}

function createCarrier({
  server,
  token,
  limits,
  state,
  ends,
  ...rest
}: Around & RunOptions & { journal: Journal }): Carrier {
  const archiveNames = createArchiveNames();
  for (const { target } of rest.journal.drops.values()) if (target !== null) archiveNames.promise(target);
  const gate = createGate({
    onChange(isOpen) {
      state.set({ server: { ...state.current.server, isAway: !isOpen } });
      const away = new NavetteError('server_unreachable', { url: server.url });
      rest.tell(isOpen ? { event: 'back' } : { event: 'away', ...sentencesOf(away) });
    },
  });
  return {
    journal: rest.journal,
    gate,
    archiveNames,
    inHand: new Set(),
    connections: createConnections(server.url, rest.parallel),
    server: { url: server.url, firmId: server.firm.id, token },
    stallMs: rest.times.stallMs,
    language: rest.language,
    stopping: ends.stopping,
    signal: ends.breaking,
    newId: randomUUID,
    clock: () => new Date(),
    maxFileBytes: () => limits.maxFileBytes,
    tell(news) {
      if (news.event === 'received') state.set({ received: state.current.received + 1 });
      if (news.event === 'refused') state.set({ refused: state.current.refused + 1 });
      rest.tell(news);
    },
  };
}

function startReports({
  server,
  token,
  limits,
  state,
  ends,
  ...rest
}: Around & { working: WorkingFolders; everyMs: number }): Reporter {
  const reporter = createReporter({
    api: createApiClient({ baseUrl: server.url, headers: () => ({ authorization: `Bearer ${token}` }) }),
    firmId: server.firm.id,
    everyMs: rest.everyMs,
    restMs: Math.min(longestReportRestMs, rest.everyMs),
    read: rest.working.states,
    onContact(told, problem) {
      const lastContactAt = problem === null ? new Date().toISOString() : state.current.server.lastContactAt;
      const words = problem === null ? null : { code: problem.code, ...sentencesOf(problem) };
      const notices = told.map(({ code, fr, en }) => ({ code, fr, en }));
      state.set({ server: { ...state.current.server, lastContactAt, notices, problem: words } });
    },
    onLimits(bytes) {
      limits.maxFileBytes = bytes;
    },
    onRevoked: ends.stop,
  });
  state.onWritten = reporter.note;
  return reporter;
}

const longestReportRestMs = 2_000;

async function readLastFiles(home: string): Promise<Map<string, string>> {
  const last = await readState(home);
  return new Map(
    last?.hotFolders.flatMap(({ id, lastFileAt }) => (lastFileAt === null ? [] : [[id, lastFileAt]])),
  );
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
