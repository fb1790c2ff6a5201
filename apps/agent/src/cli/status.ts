import { isBelow } from '../carry/place.ts';
import { readConfiguration } from '../home/configuration.ts';
import { acquireLock } from '../home/lock.ts';
import { journalFile, readJournal } from '../journal/journal.ts';
import type { Drop } from '../journal/step.ts';
import { type FolderState, readState, type State } from '../state.ts';
import type { Output } from './output.ts';
import { say } from './words.ts';

/** Shows how the agent stands, from its files alone: it works while the agent runs, and while it does not. */
export async function showStatus(home: string, output: Output): Promise<void> {
  const { language } = output;
  const [configuration, state, journal, isRunning] = await Promise.all([
    readConfiguration(home),
    readState(home),
    readJournal(journalFile(home)),
    isAgentRunning(home),
  ]);
  const drops = [...journal.drops.values()];
  const hotFolders = configuration.hotFolders.map((hotFolder) => {
    const live = state?.hotFolders.find((each) => each.id === hotFolder.id);
    return { ...hotFolder, ...(live ?? readFromJournal(hotFolder.id, hotFolder.depositDir, drops)) };
  });
  const { server } = configuration;
  const account =
    server === null ? null : { url: server.url, firm: server.firm.name, email: server.user.email };
  const live = isRunning && state !== null;
  output.tell(
    {
      running: isRunning,
      pid: live ? state.pid : null,
      startedAt: live ? state.startedAt : null,
      server: account && { ...account, ...(live ? state.server : {}) },
      received: live ? state.received : null,
      journal: { open: drops.length, damaged: journal.damaged, drops: drops.map(describeDrop) },
      hotFolders,
    },
    live
      ? say('statusRunning', language, { since: state.startedAt, pid: state.pid })
      : say('statusStopped', language),
    account === null ? say('statusNotPaired', language) : say('statusServer', language, account),
    ...(live && state.server.isAway ? [say('statusAway', language)] : []),
    ...(live ? listNotices(state).map((notice) => `  ${notice[language]}`) : []),
    ...hotFolders.flatMap((each) => [
      `${each.description} : ${each.depositDir} → ${each.clientName} ${each.folderPath}`,
      say('statusCounts', language, {
        waiting: each.waiting,
        archiving: each.archiving,
        refused: each.refused,
        last: each.lastFileAt ?? say('never', language),
      }),
      ...each.problems.map((problem) => `  ${problem[language]}`),
    ]),
    say('statusJournal', language, { open: drops.length, damaged: journal.damaged }),
  );
}

function listNotices({ server }: State): readonly { readonly fr: string; readonly en: string }[] {
  return server.problem === null ? server.notices : [server.problem, ...server.notices];
}

function readFromJournal(id: string, depositDir: string, drops: readonly Drop[]): FolderState {
  const mine = drops.filter((drop) => isBelow(drop.path, depositDir));
  return {
    id,
    waiting: mine.filter((drop) => drop.acknowledged === null && drop.refused === null).length,
    archiving: mine.filter((drop) => drop.acknowledged !== null).length,
    refused: mine.filter((drop) => drop.refused !== null).length,
    lastFileAt: null,
    problems: [],
  };
}

function describeDrop({ path, state, sha256, refused }: Drop) {
  return { path, state, sha256, refusal: refused?.refusal.code ?? null };
}

async function isAgentRunning(home: string): Promise<boolean> {
  const lock = await acquireLock(home, 'run');
  await lock?.release();
  return lock === null;
}
