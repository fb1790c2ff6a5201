/** First run: a one-time link, printed in the terminal, where the firm and its administrator are created. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { NavetteError } from '@navette/model';
import type { Platform } from '../platform.ts';
import { createFirm, type NewFirm } from './create-firm.ts';

export interface Setup {
  /** Whether no firm exists yet. */
  isNeeded(): Promise<boolean>;
  /** What the link carries, new at each start of the process. */
  readonly token: string;
  /** Creates the first firm. @throws NavetteError `setup_link_used` for a wrong token or when a firm exists */
  run(token: string, firm: NewFirm): Promise<string>;
}

export function createSetup(platform: Platform): Setup {
  const token = randomBytes(24).toString('base64url');
  let running: Promise<unknown> = Promise.resolve();

  async function isNeeded(): Promise<boolean> {
    const { rows } = await platform.database.auth.query('select 1 from firms limit 1');
    return rows.length === 0;
  }

  return {
    token,
    isNeeded,
    run(given, firm) {
      // One at a time: a double click creates one firm.
      const result = running.then(async () => {
        if (!isSame(given, token) || !(await isNeeded())) throw new NavetteError('setup_link_used');
        return createFirm(platform, firm);
      });
      running = result.catch(() => {});
      return result;
    },
  };
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
