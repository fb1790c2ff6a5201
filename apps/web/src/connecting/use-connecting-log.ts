import { useSessionStorage } from '@mantine/hooks';
import { useCallback } from 'react';
import type { AccessOutcome } from './use-access.ts';

export interface LoggedAccess {
  readonly clientId: string;
  readonly clientName: string;
  readonly outcome: AccessOutcome;
}

interface ConnectingLog {
  /** Clients connected before that the folder was extended to; `null` when that was not asked. */
  readonly extended: number | null;
  readonly accesses: readonly LoggedAccess[];
}

const emptyLog: ConnectingLog = { extended: null, accesses: [] };

/** What was done for a folder since this window was opened, for the report: by the tick, and one by one. */
export function useConnectingLog(ruleId: string) {
  const [log, setLog] = useSessionStorage<ConnectingLog>({
    key: `navette-connecting-${ruleId}`,
    defaultValue: emptyLog,
    getInitialValueInEffect: false,
  });
  const addAccess = useCallback(
    (access: LoggedAccess) =>
      setLog((before) => ({
        ...before,
        // The last word of each client.
        accesses: [...before.accesses.filter(({ clientId }) => clientId !== access.clientId), access],
      })),
    [setLog],
  );
  return { log, addAccess };
}

/** Notes how many clients a folder was extended to, for the report of that folder. */
export function noteExtended(ruleId: string, extended: number): void {
  const key = `navette-connecting-${ruleId}`;
  const known = sessionStorage.getItem(key);
  const before = known === null ? emptyLog : (JSON.parse(known) as ConnectingLog);
  sessionStorage.setItem(key, JSON.stringify({ ...before, extended: (before.extended ?? 0) + extended }));
}
