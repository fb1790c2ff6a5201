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
import { journalFile, openJournal } from './journal/journal.ts';
import { createOutbox } from './outbox.ts';
import { createReporter } from './report.ts';
import { createGate } from './send/gate.ts';
import { createConnections } from './send/upload.ts';
import { sentencesOf } from './sentences.ts';
import { createOpenWriters } from './settle/open-writers.ts';
import { readState } from './state.ts';
import { createStateKeeper } from './state-keeper.ts';
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
  const connections = createConnections(server.url, options.parallel);
  const stopping = new AbortController();
  const breaking = new AbortController();
  let folders: WorkingFolders | undefined;
  let maxFileBytes: number | null = null;
  let fatal: unknown;

  function stop(error?: unknown): void {
    fatal ??= error;
    stopping.abort();
  }
  if (options.stop.aborted) stop();
  options.stop.addEventListener('abort', () => stop(), { once: true });

  const state = createStateKeeper(home, async () => {
    await folders?.countRefused();
    return folders?.states() ?? [];
  });
  const gate = createGate({
    onChange(isOpen) {
      state.set({ server: { ...state.current.server, isAway: !isOpen } });
      options.tell(isOpen ? { event: 'back' } : { event: 'away', ...sentencesOf(awayError(server)) });
    },
  });
  const carrier: Carrier = {
    journal,
    gate,
    archiveNames: createArchiveNames(),
    inHand: new Set(),
    connections,
    server: { url: server.url, firmId: server.firm.id, token },
    stallMs: times.stallMs,
    language: options.language,
    stopping: stopping.signal,
    signal: breaking.signal,
    newId: randomUUID,
    clock: () => new Date(),
    maxFileBytes: () => maxFileBytes,
    tell(news) {
      if (news.event === 'received') state.set({ received: state.current.received + 1 });
      if (news.event === 'refused') state.set({ refused: state.current.refused + 1 });
      options.tell(news);
    },
  };
  for (const { target } of journal.drops.values()) if (target !== null) carrier.archiveNames.promise(target);

  const outbox = createOutbox({
    parallel: options.parallel,
    stopping: stopping.signal,
    folders: () => folders?.list() ?? [],
    onFatal: stop,
  });
  folders = await startFolders(configuration, {
    home,
    carrier,
    times,
    lastFiles,
    isOpenForWriting: createOpenWriters(),
    configurationEveryMs: times.configurationMs,
    onReady: outbox.wake,
    onChange: state.touch,
  });
  outbox.wake();
  const reporter = createReporter({
    api: createApiClient({ baseUrl: server.url, headers: () => ({ authorization: `Bearer ${token}` }) }),
    firmId: server.firm.id,
    everyMs: times.reportMs,
    restMs: Math.min(longestReportRestMs, times.reportMs),
    read: () => folders?.states() ?? [],
    onContact(problem) {
      const lastContactAt = problem === null ? new Date().toISOString() : state.current.server.lastContactAt;
      const words = problem === null ? null : { code: problem.code, ...sentencesOf(problem) };
      state.set({ server: { ...state.current.server, lastContactAt, problem: words } });
    },
    onLimits(bytes) {
      maxFileBytes = bytes;
    },
    onRevoked: stop,
  });
  state.onWritten = reporter.note;
  options.onReady(server, folders.list().length);

  await untilAborted(stopping.signal);
  const grace = setTimeout(() => breaking.abort(), times.graceMs);
  await outbox.ended;
  clearTimeout(grace);
  await Promise.all([reporter.close(), folders.close()]);
  connections.destroy();
  await journal.close();
  await state.close();
  if (fatal !== undefined) throw fatal;
}

const longestReportRestMs = 2_000;

function awayError({ url }: Server): NavetteError {
  return new NavetteError('server_unreachable', { url });
}

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
