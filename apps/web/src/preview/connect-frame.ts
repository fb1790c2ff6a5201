/** The page's side of the conversation with the frame of a preview, and the watch over it. */
import { fetchAsset } from './assets.ts';
import {
  type FrameLook,
  type PreviewFailure,
  readToPage,
  type ShowMessage,
  type ToFrame,
} from './protocol.ts';

export interface FrameEvents {
  /** The document stands there. */
  readonly onShown: () => void;
  readonly onFailed: (failure: PreviewFailure, values: Readonly<Record<string, string>>) => void;
  /** The person asked for more room, or for less. */
  readonly onEnlarge: () => void;
  readonly onEscape: () => void;
}

export interface FrameConnection {
  /** The one document of this frame. Its bytes are given away. */
  show(message: ShowMessage): void;
  look(look: FrameLook): void;
  close(): void;
}

const startTimeoutMs = 20_000;
const pingEveryMs = 2_000;
/** A frame that says nothing for so long is given up; its own watch over its workers is quicker. */
const silenceTimeoutMs = 25_000;

/**
 * Talks to a frame that is loading; what is said before it listens waits. A frame that never starts, or falls silent, has failed; after
 * a failure, or `close`, nothing more comes from it.
 */
export function connectFrame(
  frame: HTMLIFrameElement,
  mediaType: string,
  events: FrameEvents,
): FrameConnection {
  const closing = new AbortController();
  const { port1: port, port2: given } = new MessageChannel();
  const send = (each: ToFrame, transfer: Transferable[] = []) => port.postMessage(each, transfer);
  const close = () => {
    closing.abort();
    port.close();
  };
  const fail = (failure: PreviewFailure, values: Readonly<Record<string, string>> = {}) => {
    if (closing.signal.aborted) return;
    close();
    events.onFailed(failure, values);
  };
  const watch = watchSilence({
    signal: closing.signal,
    ping: () => send({ kind: 'ping' }),
    onSilent: () => fail('tooSlow'),
  });

  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    watch.heard();
    const said = readToPage(data);
    switch (said?.kind) {
      case 'wants':
        return void answer(said.name);
      case 'shown':
        return events.onShown();
      case 'failed':
        return fail(said.failure, said.values);
      case 'enlarge':
        return events.onEnlarge();
      case 'escape':
        return events.onEscape();
    }
  };
  const answer = async (name: string) => {
    const bytes = await fetchAsset(name, closing.signal);
    if (!closing.signal.aborted) send({ kind: 'asset', name, bytes }, bytes === null ? [] : [bytes]);
  };

  const onReady = ({ source, data }: MessageEvent<unknown>) => {
    if (source !== frame.contentWindow || readToPage(data)?.kind !== 'ready') return;
    window.removeEventListener('message', onReady);
    clearTimeout(starting);
    // Its origin is opaque, so that none can be named here. The policy of this page lets only pages of the product into a frame, and
    // theirs lets none of them in but this one.
    frame.contentWindow?.postMessage(null, '*', [given]);
    watch.start();
  };
  send({ kind: 'prepare', mediaType });
  const starting = setTimeout(() => fail('crashed'), startTimeoutMs);
  window.addEventListener('message', onReady, { signal: closing.signal });
  closing.signal.addEventListener('abort', () => clearTimeout(starting));

  return {
    look: (look) => send({ kind: 'look', look }),
    show: (message) => send(message, [message.bytes]),
    close,
  };
}

interface Watch {
  readonly signal: AbortSignal;
  readonly ping: () => void;
  readonly onSilent: () => void;
}

/** Browsers slow down what nobody looks at: the time does not count then. */
function watchSilence({ signal, ping, onSilent }: Watch) {
  let heardAt = 0;
  const onTime = () => {
    if (document.hidden) heardAt = performance.now();
    else if (performance.now() - heardAt > silenceTimeoutMs) onSilent();
    else ping();
  };
  return {
    heard() {
      heardAt = performance.now();
    },
    start() {
      heardAt = performance.now();
      const timer = setInterval(onTime, pingEveryMs);
      signal.addEventListener('abort', () => clearInterval(timer));
    },
  };
}
