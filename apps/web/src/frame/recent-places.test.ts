import { expect, test } from 'vitest';
import { listRecent, type RecentPlace, rememberPlace } from './recent-places.ts';

function memory(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

const client = (id: string): RecentPlace => ({ kind: 'client', id, name: id, code: null });

test('keeps the places last looked at, the latest first, each once', () => {
  const store = memory();
  for (const id of ['a', 'b', 'a']) rememberPlace(store, 'firm', 'user', client(id));
  expect(listRecent(store, 'firm', 'user').map(({ id }) => id)).toEqual(['a', 'b']);
  for (let number = 0; number < 20; number++) rememberPlace(store, 'firm', 'user', client(`c${number}`));
  expect(listRecent(store, 'firm', 'user')).toHaveLength(8);
});

test('shows nobody the places of another person, nor of another firm', () => {
  const store = memory();
  rememberPlace(store, 'firm', 'claire', client('a'));
  expect(listRecent(store, 'firm', 'thomas')).toEqual([]);
  expect(listRecent(store, 'other', 'claire')).toEqual([]);
});

test('offers nothing where the browser keeps something else, or nothing', () => {
  const store = memory();
  store.setItem('navette-recent-firm-user', '[{"kind":"client"}]');
  expect(listRecent(store, 'firm', 'user')).toEqual([]);
  store.setItem('navette-recent-firm-user', 'nonsense');
  expect(listRecent(store, 'firm', 'user')).toEqual([]);
});
