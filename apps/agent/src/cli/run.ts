import type { Server } from '../home/configuration.ts';
import { type RunNews, run, usualTimes } from '../run.ts';
import type { Output } from './output.ts';
import { say } from './words.ts';

export interface RunArguments {
  readonly parallel: number;
  readonly rescanMs: number | undefined;
  readonly quietMs: number | undefined;
}

/** Runs the agent until it is told to stop. A second signal ends it at once; the journal bears that. */
export async function runCommand(home: string, given: RunArguments, output: Output): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    await run({
      home,
      language: output.language,
      parallel: given.parallel,
      times: {
        ...usualTimes,
        ...(given.rescanMs === undefined ? {} : { rescanMs: given.rescanMs }),
        ...(given.quietMs === undefined ? {} : { quietMs: given.quietMs }),
      },
      stop: stop.signal,
      tell: (news) => output.tell({ ...news }, sentenceOf(news, output)),
      onReady: (server, count) => tellReady(server, count, output),
    });
    output.tell({ stopped: true }, say('stopped', output.language));
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

function tellReady(server: Server, count: number, output: Output): void {
  output.tell(
    { ready: true, pid: process.pid, server: server.url, firm: server.firm.name, hotFolders: count },
    say('ready', output.language, { count, url: server.url }),
  );
}

function sentenceOf(news: RunNews, { language }: Output): string {
  switch (news.event) {
    case 'received':
      return say('received', language, { path: news.path });
    case 'archived':
      return say('archived', language, { target: news.target });
    case 'removed':
      return say('fileRemoved', language, { path: news.path });
    case 'refused':
      return say('refused', language, { path: news.path, reason: news[language] });
    case 'failed':
      return say('failed', language, { path: news.path, reason: news[language] });
    case 'away':
      return say('away', language, { reason: news[language] });
    case 'back':
      return say('back', language);
  }
}
