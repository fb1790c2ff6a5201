import { expect, test } from 'vitest';
import { undoOf } from './bulk-actions.ts';

test('takes a gesture back for the clients that it changed, and for them alone', () => {
  expect(undoOf({ action: 'archive' }, ['a', 'b'])).toEqual({
    action: 'restore',
    selection: { ids: ['a', 'b'] },
  });
  expect(undoOf({ action: 'assign', userIds: ['u'] }, ['a'])).toEqual({
    action: 'unassign',
    userIds: ['u'],
    selection: { ids: ['a'] },
  });
});

test('offers no way back from a value, whose old one is not known, nor from nothing', () => {
  expect(undoOf({ action: 'set_attribute' }, ['a'])).toBeNull();
  expect(undoOf({ action: 'archive' }, [])).toBeNull();
});
