/** Tells the platform of the hot folders: once a minute, and soon after something changed. */
import { type ApiClient, type Reason, routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { HotFolder } from './home/configuration.ts';
import type { FolderState } from './state.ts';
import { agentVersion } from './version.ts';

export interface ReporterOptions {
  readonly api: ApiClient;
  readonly firmId: string;
  readonly everyMs: number;
  /** At least that long between two reports. */
  readonly restMs: number;
  /** What to tell; asked each time. */
  read(): readonly (HotFolder & FolderState)[];
  /** @param told what the platform finds wrong with the hot folders @param error why there was no contact */
  onContact(told: readonly Reason[], error: NavetteError | null): void;
  onLimits(maxFileBytes: number): void;
  /** This computer's access was revoked. */
  onRevoked(error: NavetteError): void;
}

export interface Reporter {
  /** Something changed. */
  note(): void;
  close(): Promise<void>;
}

const deadlineMs = 15_000;
const limitsEvery = 10;

export function createReporter(options: ReporterOptions): Reporter {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let reporting: Promise<void> | undefined;
  let lastAtMs = Number.NEGATIVE_INFINITY;
  let lastTold = '';
  let count = 0;
  let isNoted = false;

  async function report(): Promise<void> {
    const params = { firm: options.firmId };
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(deadlineMs)]);
    try {
      if (count++ % limitsEvery === 0) {
        const firm = await options.api.call(routes.getFirm, { params, signal });
        options.onLimits(firm.maxFileBytes);
      }
      const hotFolders = options.read().map(toReport);
      lastTold = JSON.stringify(hotFolders);
      const body = { version: agentVersion, hotFolders };
      const answer = await options.api.call(routes.reportAgent, { params, body, signal });
      const { problems } = routes.reportAgent.answer.parse(answer);
      options.onContact(problems, null);
    } catch (error) {
      if (stopping.signal.aborted) return;
      count = 0;
      lastTold = '';
      const known = error instanceof NavetteError ? error : new NavetteError('server_unreachable', {}, error);
      if (known.code === 'agent_revoked' || known.code === 'not_signed_in') options.onRevoked(known);
      else options.onContact([], known);
    }
  }

  function plan(inMs: number): void {
    clearTimeout(timer);
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      isNoted = false;
      lastAtMs = performance.now();
      reporting = report().finally(() => {
        reporting = undefined;
        plan(isNoted ? options.restMs : options.everyMs);
      });
    }, inMs);
  }

  plan(0);
  return {
    note() {
      if (isNoted || JSON.stringify(options.read().map(toReport)) === lastTold) return;
      isNoted = true;
      if (reporting === undefined) plan(Math.max(0, lastAtMs + options.restMs - performance.now()));
    },
    async close() {
      stopping.abort();
      clearTimeout(timer);
      await reporting;
    },
  };
}

function toReport(folder: HotFolder & FolderState) {
  return {
    description: folder.description.slice(0, 200),
    depositDir: folder.depositDir,
    archiveDir: folder.archiveDir,
    clientId: folder.clientId,
    folderId: folder.folderId,
    waiting: folder.waiting + folder.archiving,
    refused: folder.refused,
    lastFileAt: folder.lastFileAt,
  };
}
