import { expect, test } from 'vitest';
import {
  createUnfinishedUploads,
  isSameDestination,
  isSameFile,
  type UnfinishedUpload,
} from './unfinished-uploads.ts';

const upload: UnfinishedUpload = {
  key: 'k1',
  firm: 'firm',
  user: 'user',
  destination: { folderId: 'folder', subPath: '2026/11' },
  name: 'scan.pdf',
  sizeBytes: 90_000_000,
  sha256: 'ab',
  address: 'https://navette.example/uploads/1',
  keptBytes: 0,
  startedMs: 1_000,
};

function memory(text: string | null = null) {
  const setItem = (_key: string, value: string) => {
    text = value;
  };
  return { getItem: () => text, setItem };
}

test('remembers a large upload with what the server has kept of it, until it ends', () => {
  const store = memory();
  const uploads = createUnfinishedUploads(store, () => 2_000);
  uploads.remember(upload);
  uploads.kept('k1', 40_000_000);
  expect(createUnfinishedUploads(store, () => 2_000).list()).toEqual([{ ...upload, keptBytes: 40_000_000 }]);
  uploads.forget('k1');
  expect(uploads.list()).toEqual([]);
});

test('forgets what the server has forgotten', () => {
  const store = memory();
  createUnfinishedUploads(store, () => 2_000).remember(upload);
  expect(createUnfinishedUploads(store, () => 25 * 3_600_000).list()).toEqual([]);
});

test('takes nothing from a store that holds something else, or refuses', () => {
  expect(createUnfinishedUploads(memory('{"a":1}'), () => 0).list()).toEqual([]);
  expect(createUnfinishedUploads(memory('nonsense'), () => 0).list()).toEqual([]);
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new Error('full');
    },
  };
  expect(() => createUnfinishedUploads(full, () => 0).remember(upload)).not.toThrow();
});

test('knows the same file and the same place again', () => {
  expect(isSameFile(upload, { name: 'scan.pdf', size: 90_000_000 })).toBe(true);
  expect(isSameFile(upload, { name: 'scan.pdf', size: 1 })).toBe(false);
  const { destination } = upload;
  expect(isSameDestination(destination, { folderId: 'folder', subPath: '2026/11' })).toBe(true);
  expect(isSameDestination(destination, { folderId: 'folder' })).toBe(false);
  expect(isSameDestination({ documentId: 'd' }, { documentId: 'd' })).toBe(true);
  expect(isSameDestination({ documentId: 'd' }, destination)).toBe(false);
});
