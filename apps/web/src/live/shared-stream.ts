import { type HintKind, readHint } from './hint.ts';

/**
 * One stream per browser. States of a tab:
 *
 *   following ──lock granted──▶ leading ──closed──▶ (the lock passes to another tab)
 *
 * The tab that holds the lock opens the stream and tells the others over a channel; when it goes, the browser grants the lock to
 * the next one. Where locks or channels are missing (plain http), each tab leads for itself.
 */
export interface StreamListener {
  /** The stream (re)connected or broke. Everything is stale after each (re)connection. */
  readonly onConnection: (isConnected: boolean) => void;
  readonly onHint: (hint: HintKind) => void;
}

type Message =
  | { readonly kind: 'connection'; readonly isConnected: boolean; readonly isNews: boolean }
  | { readonly kind: 'hint'; readonly hint: HintKind }
  | { readonly kind: 'hello' };

const firstDelayMs = 1_000;
const longestDelayMs = 30_000;

/** Opens the shared stream at `address`; two streams of one browser share when they have the same `name`. @returns what closes it */
export function openSharedStream(name: string, address: string, listener: StreamListener): () => void {
  const closing = new AbortController();
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
  let isConnected = false;
  let isLeading = false;

  const tell = (message: Message) => channel?.postMessage(message);
  const lead = () => {
    isLeading = true;
    return new Promise<void>((resolve) => {
      const stop = followSource(address, {
        onConnection: (connected) => {
          isConnected = connected;
          tell({ kind: 'connection', isConnected: connected, isNews: true });
          listener.onConnection(connected);
        },
        onHint: (hint) => {
          tell({ kind: 'hint', hint });
          listener.onHint(hint);
        },
      });
      closing.signal.addEventListener('abort', () => {
        stop();
        resolve();
      });
    });
  };

  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.kind === 'hello') {
        if (isLeading) tell({ kind: 'connection', isConnected, isNews: false });
      } else if (isLeading) {
        return;
      } else if (data.kind === 'hint') {
        listener.onHint(data.hint);
      } else if (data.isNews || data.isConnected !== isConnected) {
        isConnected = data.isConnected;
        listener.onConnection(data.isConnected);
      }
    };
    tell({ kind: 'hello' });
  }
  if (channel && typeof navigator !== 'undefined' && navigator.locks) {
    // Rejected only because this tab closes before its turn.
    navigator.locks.request(name, { signal: closing.signal }, lead).catch(() => undefined);
  } else {
    void lead();
  }
  return () => {
    closing.abort();
    channel?.close();
  };
}

/** An EventSource that also comes back after the server refused it, which a plain one does not. */
function followSource(address: string, listener: StreamListener): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let delayMs = firstDelayMs;
  const open = () => {
    source = new EventSource(address);
    // The server's first hint says that the stream really flows, which the answer's head alone does not.
    source.addEventListener('hint', ({ data }) => {
      const hint = readHint(String(data));
      if (hint === 'connected') {
        delayMs = firstDelayMs;
        listener.onConnection(true);
      } else if (hint) listener.onHint(hint);
    });
    source.onerror = () => {
      listener.onConnection(false);
      if (source.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, delayMs);
      delayMs = Math.min(longestDelayMs, delayMs * 2);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
