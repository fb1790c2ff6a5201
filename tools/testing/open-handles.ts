/**
 * Runs in every test file: fails it when it leaves a server, a socket, a watcher or a child process open. Timers are not
 * counted, since the runner has its own.
 */
import { Socket } from 'node:net';
import { afterAll } from 'vitest';

const counted = new Set([
  'FSEventWrap',
  'PipeWrap',
  'ProcessWrap',
  'StatWatcher',
  'TCPServerWrap',
  'TCPSocketWrap',
  'TLSWrap',
  'UDPWrap',
  'Worker',
]);
/** Only a file that leaves something waits that long. */
const closingTimeMs = 30_000;

function countHandles(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (counted.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

const atStart = countHandles();

function leftOpen(): string[] {
  return [...countHandles()].flatMap(([kind, count]) => {
    const extra = count - (atStart.get(kind) ?? 0);
    return extra > 0 ? [`${kind} × ${extra}`] : [];
  });
}

/** Between which ports the sockets stand, which tells whose they are. */
function describeSockets(): string {
  const listed: unknown = Reflect.get(process, '_getActiveHandles')?.call(process);
  const sockets = Array.isArray(listed) ? listed.filter((each) => each instanceof Socket) : [];
  return sockets
    .map(({ localPort, remotePort, destroyed, readyState, connecting, pending }) =>
      JSON.stringify({ localPort, remotePort, destroyed, readyState, connecting, pending }),
    )
    .join('; ');
}

// The first hook registered runs last, after the file has closed what is its own.
afterAll(async () => {
  const deadline = performance.now() + closingTimeMs;
  while (leftOpen().length > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const left = leftOpen();
  if (left.length > 0)
    throw new Error(
      `this file left open: ${left.join(', ')}; close it in the test that opened it. ${describeSockets()}`,
    );
});
