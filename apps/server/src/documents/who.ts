/** The caller as what he did is told, and as what is his is kept. */
import type { FirmCaller } from '../http/caller.ts';
import type { HistoryEntry } from './record-history.ts';

/** Who did it, in a line of history. */
export function actorOf(caller: FirmCaller): NonNullable<HistoryEntry['actor']> {
  const { kind, name } = originOf(caller, null);
  return { kind, name };
}

/** Where a version came from. @param detail the description of the hot folder, for an agent's drop */
export function originOf(caller: FirmCaller, detail: string | null) {
  if (caller.agent !== null) return { kind: 'agent' as const, ...caller.agent, detail };
  if (caller.apiKey !== null)
    return { kind: 'api' as const, id: caller.apiKey.id, name: caller.apiKey.name, detail };
  return { kind: 'user' as const, id: caller.userId, name: caller.name, detail };
}

/** Under which what is one caller's alone is kept: his idempotency keys, his uploads. */
export function callerKeyOf(caller: FirmCaller): string {
  const { kind, id } = originOf(caller, null);
  return `${kind}:${id}`;
}
