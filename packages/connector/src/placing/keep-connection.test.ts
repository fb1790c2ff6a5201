import { expect, test } from 'vitest';
import { type Connection, keepConnection } from './keep-connection.ts';

const { signal } = new AbortController();

/** Connections that count: how many were opened, and which are still open. */
function startCounting() {
  const all: AbortController[] = [];
  async function open(): Promise<Connection & { readonly number: number }> {
    const gone = new AbortController();
    all.push(gone);
    return { number: all.length, gone: gone.signal, close: async () => gone.abort() };
  }
  return { open, all, openCount: () => all.filter((each) => !each.signal.aborted).length };
}

test('is opened once for all who use it at the same time, and again once it is gone', async () => {
  const { open, all } = startCounting();
  const kept = keepConnection(open);
  const numbers = await Promise.all([1, 2, 3].map(() => kept.use(signal, async ({ number }) => number)));
  expect(numbers).toEqual([1, 1, 1]);
  all[0]?.abort();
  expect(await kept.use(signal, async ({ number }) => number)).toBe(2);
  await kept.close();
});

test('is closed when nobody used it for a while, never under somebody’s hands', async () => {
  const { open, openCount } = startCounting();
  const kept = keepConnection(open, 20);
  const working = Promise.withResolvers<void>();
  const long = kept.use(signal, () => working.promise);
  await kept.use(signal, async () => {});
  // One that nobody uses since later is closed by then.
  const other = startCounting();
  const idle = keepConnection(other.open, 30);
  await idle.use(signal, async () => {});
  await expect.poll(other.openCount).toBe(0);
  expect(openCount()).toBe(1);
  await idle.close();
  working.resolve();
  await long;
  await expect.poll(openCount).toBe(0);
  expect(await kept.use(signal, async ({ number }) => number)).toBe(2);
  await kept.close();
  expect(openCount()).toBe(0);
});

test('that could not be opened is tried again by the next; who gives up waiting does not end it for others', async () => {
  let tries = 0;
  const opening = Promise.withResolvers<Connection>();
  const kept = keepConnection(async () => {
    if (++tries === 1) throw new Error('personne');
    return opening.promise;
  });
  await expect(kept.use(signal, async () => {})).rejects.toThrow('personne');
  const impatient = new AbortController();
  const givingUp = kept.use(impatient.signal, async () => 'jamais');
  const patient = kept.use(signal, async () => 'fait');
  impatient.abort(new Error('assez attendu'));
  await expect(givingUp).rejects.toThrow('assez attendu');
  opening.resolve({ gone: new AbortController().signal, close: async () => {} });
  expect(await patient).toBe('fait');
  expect(tries).toBe(2);
  await kept.close();
});

test('once closed opens no more, and what was being opened is told to end', async () => {
  const told = Promise.withResolvers<unknown>();
  const kept = keepConnection<Connection>((opening) => {
    opening.addEventListener('abort', () => told.resolve(opening.reason), { once: true });
    return new Promise((_, reject) => opening.addEventListener('abort', () => reject(opening.reason)));
  });
  const waiting = kept.use(signal, async () => {});
  const closing = kept.close();
  await expect(waiting).rejects.toThrow('closed');
  await closing;
  await kept.close();
  expect(await told.promise).toBeInstanceOf(Error);
  await expect(kept.use(signal, async () => {})).rejects.toThrow('closed');
});
