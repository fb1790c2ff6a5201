import { prepareFile } from './carry-file.ts';
import { createUnfinishedUploads } from './unfinished-uploads.ts';
import { createUploader, type Uploader } from './uploader.ts';

const unfinished = createUnfinishedUploads(localStorage, Date.now);
const lockPrefix = 'navette-upload-';
/** How long to wait when the computer says that it is offline, which may be wrong. */
const offlineDelayMs = 30_000;

/** The uploader of this page. */
export const uploader: Uploader = createUploader({
  prepare: prepareFile,
  unfinished,
  isOnline: () => navigator.onLine,
  waitForLink,
  hold: (key, run) => navigator.locks?.request(lockPrefix + key, run) ?? run(),
  nowMs: () => performance.now(),
});

addEventListener('online', uploader.linkChanged);
addEventListener('offline', uploader.linkChanged);

/** Shows the large files of this person that a reload interrupted; those that another tab goes on with are left to it. */
export async function showUnfinished(firm: string, user: string): Promise<void> {
  const locks = (await navigator.locks?.query())?.held ?? [];
  const isHeld = (key: string) => locks.some(({ name }) => name === lockPrefix + key);
  const own = unfinished.list().filter((upload) => upload.firm === firm && upload.user === user);
  uploader.addUnfinished(own.map(({ key }) => key).filter((key) => !isHeld(key)));
}

/** Gives up a large file that was begun, on the server too. */
export function giveUp(key: string): void {
  const address = unfinished.find(key)?.address;
  // What the server cannot remove now, it removes after a day.
  if (address)
    void fetch(address, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } }).catch(() => undefined);
  uploader.cancel(key);
}

function waitForLink(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => () => {
      clearTimeout(timer);
      removeEventListener('online', onOnline);
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const onOnline = end(resolve);
    const onAbort = end(() => reject(signal.reason));
    const timer = setTimeout(onOnline, navigator.onLine ? delayMs : offlineDelayMs);
    addEventListener('online', onOnline);
    signal.addEventListener('abort', onAbort);
  });
}
