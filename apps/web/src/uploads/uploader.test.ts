import { ApiError } from '@navette/api';
import { NavetteError } from '@navette/model';
import { expect, test, vi } from 'vitest';
import { type FileToCarry, OtherFileError, type Send } from './carry-file.ts';
import { createUnfinishedUploads, type UnfinishedUpload } from './unfinished-uploads.ts';
import { createUploader } from './uploader.ts';

const drop = (name: string, size = 10) => ({
  firm: 'firm',
  user: 'user',
  file: new File([new Uint8Array(size)], name),
  destination: { folderId: 'folder' },
});

/** An uploader whose files are sent by `send`, in a browser that is online as `link` says. */
function start(send: (upload: FileToCarry, ...options: Parameters<Send>) => Promise<void>) {
  const link = { isOnline: true, waits: [] as number[] };
  let text: string | null = null;
  const setItem = (_key: string, value: string) => {
    text = value;
  };
  const store = { getItem: () => text, setItem };
  const unfinished = createUnfinishedUploads(store, () => 0);
  const held: string[] = [];
  const uploader = createUploader({
    prepare: async (upload) => (options) => send(upload, options),
    unfinished,
    isOnline: () => link.isOnline,
    waitForLink: async (delayMs) => void link.waits.push(delayMs),
    hold: (key, run) => {
      held.push(key);
      return run();
    },
    nowMs: () => performance.now(),
  });
  const states = () => uploader.view().uploads.map(({ name, state }) => `${name} ${state}`);
  const until = (...expected: string[]) => vi.waitFor(() => expect(states()).toEqual(expected));
  return { uploader, unfinished, link, held, states, until };
}

const problem = (status: number, code: string, retry: boolean) =>
  new ApiError(
    status,
    { type: 'about:blank', title: '', status, code, fr: '', en: '', who: 'operator', retry },
    undefined,
  );

test('sends three files at once, the others in their turn', async () => {
  const gates: (() => void)[] = [];
  let most = 0;
  let now = 0;
  const { uploader, until, states } = start(async () => {
    most = Math.max(most, ++now);
    await new Promise<void>((resolve) => gates.push(resolve));
    now--;
  });
  uploader.add(['a', 'b', 'c', 'd', 'e'].map((name) => drop(name)));
  await until('a sending', 'b sending', 'c sending', 'd queued', 'e queued');
  while (states().some((state) => !state.endsWith('done'))) {
    gates.shift()?.();
    await vi.waitFor(() => expect(gates.length > 0 || states().every((s) => s.endsWith('done'))).toBe(true));
  }
  expect(most).toBe(3);
});

test('goes on by itself, with the same key, for as long as the link is cut', async () => {
  const keys: string[] = [];
  const { uploader, until, link } = start(async ({ key }) => {
    keys.push(key);
    if (keys.length < 20) throw new NavetteError('server_unreachable');
  });
  uploader.add([drop('a')]);
  await until('a done');
  expect(new Set(keys).size).toBe(1);
  expect(link.waits).toHaveLength(19);
});

test('asks a person when the server cannot now, and tries again when told to', async () => {
  let isFull = true;
  const { uploader, until } = start(async () => {
    if (isFull) throw problem(507, 'disk_full', true);
  });
  uploader.add([drop('a'), drop('b')]);
  await until('a failed', 'b failed');
  isFull = false;
  uploader.again(({ name }) => name === 'b');
  await until('a failed', 'b done');
});

test('does not try again what no other try would help', async () => {
  let tries = 0;
  const { uploader, until } = start(async () => {
    tries++;
    throw problem(415, 'file_type_refused', false);
  });
  uploader.add([drop('a.exe')]);
  await until('a.exe refused');
  uploader.again(() => true);
  await until('a.exe refused');
  expect(tries).toBe(1);
});

test('waits for a new session when the old one is over', async () => {
  let isSignedIn = false;
  const { uploader, until } = start(async () => {
    if (!isSignedIn) throw problem(401, 'not_signed_in', false);
  });
  uploader.add([drop('a')]);
  await until('a failed');
  isSignedIn = true;
  uploader.again(() => true);
  await until('a done');
});

test('shows what is refused beforehand, and counts what is left behind', async () => {
  const { uploader, until } = start(async () => undefined);
  uploader.add([{ ...drop('big'), error: new NavetteError('file_too_large') }, drop('a')], 4);
  await until('big refused', 'a done');
  expect(uploader.view().ignored).toBe(4);
});

test('stops a file that is cancelled, and only that one', async () => {
  const { uploader, until } = start(
    ({ file }, { signal }) =>
      new Promise((resolve, reject) => {
        if (file.name === 'b') resolve();
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  );
  uploader.add([drop('a'), drop('b')]);
  await until('a sending', 'b done');
  uploader.cancel(uploader.view().uploads[0]?.key ?? '');
  await until('a cancelled', 'b done');
});

test('tries one file alone while the computer says it is offline, and the others once it is back', async () => {
  const { uploader, until, link } = start(() => new Promise(() => undefined));
  link.isOnline = false;
  uploader.add([drop('a'), drop('b')]);
  await until('a sending', 'b queued');
  expect(uploader.view().isOnline).toBe(false);
  link.isOnline = true;
  uploader.linkChanged();
  await until('a sending', 'b sending');
});

const begun: UnfinishedUpload = {
  key: 'begun',
  firm: 'firm',
  user: 'user',
  destination: { folderId: 'folder' },
  name: 'big.pdf',
  sizeBytes: 10,
  sha256: 'ab',
  address: 'https://navette.example/uploads/1',
  keptBytes: 6,
  startedMs: 0,
};

test('after a reload, waits for the file to be chosen again, then goes on with its key', async () => {
  const keys: string[] = [];
  const { uploader, unfinished, until } = start(async ({ key }) => void keys.push(key));
  unfinished.remember(begun);
  uploader.addUnfinished(['begun']);
  expect(uploader.view().uploads[0]).toMatchObject({ state: 'unfinished', sentBytes: 6 });
  uploader.choose('begun', new File(['another'], 'other.pdf'));
  expect(uploader.view().uploads[0]?.error).toBeInstanceOf(OtherFileError);
  uploader.choose('begun', drop('big.pdf').file);
  await until('big.pdf done');
  expect(keys).toEqual(['begun']);
  expect(unfinished.list()).toEqual([]);
});

test('after a reload, the same file dropped in the same place goes on too', async () => {
  const keys: string[] = [];
  const { uploader, unfinished, until } = start(async ({ key }) => void keys.push(key));
  unfinished.remember(begun);
  uploader.addUnfinished(['begun']);
  uploader.add([drop('big.pdf')]);
  await until('big.pdf done');
  expect(keys).toEqual(['begun']);
});
