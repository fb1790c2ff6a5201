/** The frame's side of the conversation with the page. */
import type { FrameLook, PreviewFailure, ShowMessage, ToFrame, ToPage } from '../protocol.ts';

export interface Channel {
  say(message: ToPage): void;
  fail(failure: PreviewFailure, values?: Readonly<Record<string, string>>): void;
  /** A file of a library, by its name; the frame itself reaches no network. Asked for once, however often. */
  request(name: string): Promise<ArrayBuffer>;
}

export interface Listener {
  onPrepare(mediaType: string): void;
  onShow(message: ShowMessage): void;
  onLook(look: FrameLook): void;
}

/** Asks the page for the port, and listens to it. Only the page that holds this frame is heard. */
export function openChannel(listener: Listener): Channel {
  const asked = new Map<string, PromiseWithResolvers<ArrayBuffer>>();
  let port: MessagePort | undefined;
  const say = (message: ToPage) => port?.postMessage(message);

  const onMessage = ({ data }: MessageEvent<ToFrame>) => {
    switch (data.kind) {
      case 'prepare':
        return listener.onPrepare(data.mediaType);
      case 'show':
        return listener.onShow(data);
      case 'look':
        return listener.onLook(data.look);
      case 'asset':
        if (data.bytes !== null) return asked.get(data.name)?.resolve(data.bytes);
        return asked.get(data.name)?.reject(new Error(`The page has no ${data.name}`));
      case 'ping':
        return say({ kind: 'pong' });
    }
  };
  const onWindowMessage = ({ source, ports: [given] }: MessageEvent) => {
    if (source !== window.parent || given === undefined) return;
    window.removeEventListener('message', onWindowMessage);
    port = given;
    port.onmessage = onMessage;
  };
  window.addEventListener('message', onWindowMessage);
  const ready: ToPage = { kind: 'ready' };
  // Says nothing but that it is there, to whichever page holds it.
  window.parent.postMessage(ready, '*');

  return {
    say,
    fail: (failure, values = {}) => say({ kind: 'failed', failure, values }),
    request(name) {
      const known = asked.get(name);
      if (known !== undefined) return known.promise;
      const asking = Promise.withResolvers<ArrayBuffer>();
      asked.set(name, asking);
      say({ kind: 'wants', name });
      return asking.promise;
    },
  };
}
