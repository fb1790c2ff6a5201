import { routes } from '@navette/api';
import { api } from '../api/api.ts';

/** Time to change one's mind. */
const undoMs = 6_000;

interface Pending {
  readonly timer: ReturnType<typeof setTimeout>;
  readonly address: string;
}

/**
 * Sets duplicates aside a moment after the click, so that the click can be taken back; the server offers no way back afterwards.
 * Leaving the page carries it out at once.
 */
function createSetAside() {
  const pending = new Map<string, Pending>();
  const watchers = new Set<() => void>();
  let shown: ReadonlySet<string> = new Set();
  const tell = () => {
    shown = new Set(pending.keys());
    for (const watcher of watchers) watcher();
  };
  if (typeof addEventListener === 'function') {
    addEventListener('pagehide', () => {
      for (const { timer, address } of pending.values()) {
        clearTimeout(timer);
        void fetch(address, { method: 'POST', keepalive: true });
      }
      pending.clear();
    });
  }
  return {
    watch(watcher: () => void): () => void {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    /** The deliveries that are about to be set aside. */
    view: () => shown,
    plan(firm: string, delivery: string, onDone: (outcome: Promise<unknown>) => void): void {
      const params = { firm, delivery };
      const timer = setTimeout(() => {
        onDone(
          api.call(routes.setAsideDelivery, { params }).finally(() => {
            pending.delete(delivery);
            tell();
          }),
        );
      }, undoMs);
      pending.set(delivery, { timer, address: api.address(routes.setAsideDelivery, { params }) });
      tell();
    },
    undo(delivery: string): void {
      clearTimeout(pending.get(delivery)?.timer);
      pending.delete(delivery);
      tell();
    },
  };
}

export const setAside = createSetAside();
