import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { meQuery, useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { isSignedOut } from '../api/problem-sentence.ts';
import { staleKeys } from '../live/hint.ts';
import { useLiveState } from '../live/use-live.ts';
import { showUnfinished, uploader } from './page-uploader.ts';
import type { Upload, UploadTotals } from './upload-queue.ts';

/** The browser asks before it leaves a page that still sends. */
export function useAskBeforeLeaving(isBusy: boolean): void {
  useEffect(() => {
    if (!isBusy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isBusy]);
}

const closeAfterMs = 5_000;

/** A batch that went well is said for a moment, then leaves the screen to the documents. */
export function useCloseWhenReceived({ files, done }: UploadTotals): void {
  const isReceived = files > 0 && done === files;
  useEffect(() => {
    if (!isReceived) return;
    const timer = setTimeout(uploader.clear, closeAfterMs);
    return () => clearTimeout(timer);
  }, [isReceived]);
}

/** The stream tells what was received; at the end of a batch, or without a stream, the page looks for itself. */
export function useRefetchWhenReceived({ done, active }: UploadTotals): void {
  const queryClient = useQueryClient();
  const isLive = useLiveState() === 'live';
  const isDue = done > 0 && (active === 0 || !isLive);
  // Each file more is a reason to look again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!isDue) return;
    const stale = staleKeys(['documents']);
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => stale.has(String(queryKey[0])) });
  }, [isDue, done, queryClient]);
}

/** Lets the lists leave room under their last row while the tray is there. */
export function useTrayPresence(isShown: boolean): void {
  useEffect(() => {
    document.documentElement.toggleAttribute('data-tray', isShown);
  }, [isShown]);
}

/** After a reload shows what was begun before it; when the session is over asks to sign in, and goes on afterwards. */
export function useResume(uploads: readonly Upload[]): void {
  const firm = useFirmId();
  const user = useQuery(meQuery).data?.user.id;
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!user) return;
    // The frame is shown to those who are signed in alone: what waited for that goes on.
    uploader.again(({ error }, owner) => isSignedOut(error) && owner === user);
    void showUnfinished(firm, user);
  }, [firm, user]);
  const isOver = uploads.some(({ state, error }) => state === 'failed' && isSignedOut(error));
  useEffect(() => {
    if (isOver) void queryClient.invalidateQueries({ queryKey: keys.me });
  }, [isOver, queryClient]);
}
