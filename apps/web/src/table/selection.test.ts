import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countSelected,
  everythingSelected,
  isSelected,
  nothingSelected,
  type Selection,
  shownState,
  stretch,
  tick,
} from './selection.ts';

const rows = ['a', 'b', 'c', 'd', 'e'];
const ticked = (selection: Selection) => rows.filter((id) => isSelected(selection, id)).join('');

test('ticks rows one by one', () => {
  const selection = tick(tick(nothingSelected, ['b', 'd'], true), ['b'], false);
  expect(ticked(selection)).toBe('d');
  expect(countSelected(selection, 3000)).toBe(1);
});

test('ticks every result, on pages that were never loaded, but those taken out', () => {
  const selection = tick(everythingSelected, ['b'], false);
  expect(ticked(selection)).toBe('acde');
  expect(isSelected(selection, 'never loaded')).toBe(true);
  expect(countSelected(selection, 3000)).toBe(2999);
  expect(countSelected(selection, null)).toBeNull();
  expect(ticked(tick(selection, ['b'], true))).toBe('abcde');
});

test('tells how much of the loaded rows is ticked', () => {
  expect(shownState(nothingSelected, rows)).toBe('none');
  expect(shownState(tick(nothingSelected, ['a'], true), rows)).toBe('some');
  expect(shownState(tick(nothingSelected, rows, true), rows)).toBe('all');
  expect(shownState(everythingSelected, rows)).toBe('all');
  expect(shownState(nothingSelected, [])).toBe('none');
});

test('stretches the last tick with shift, and takes back what it no longer reaches', () => {
  const first = stretch(nothingSelected, rows, null, 'b');
  expect(ticked(first.selection)).toBe('b');
  const further = stretch(first.selection, rows, first.last, 'e');
  expect(ticked(further.selection)).toBe('bcde');
  const nearer = stretch(further.selection, rows, further.last, 'c');
  expect(ticked(nearer.selection)).toBe('bc');
  const otherWay = stretch(nearer.selection, rows, nearer.last, 'a');
  expect(ticked(otherWay.selection)).toBe('ab');
});

test('unticks with shift from a row that was unticked', () => {
  const all = tick(nothingSelected, rows, true);
  const without = tick(all, ['b'], false);
  const { selection } = stretch(without, rows, { anchor: 'b', reach: 'b' }, 'd');
  expect(ticked(selection)).toBe('ae');
});

test('starts anew when the row last ticked is no longer there', () => {
  const { selection, last } = stretch(nothingSelected, rows, { anchor: 'gone', reach: 'gone' }, 'c');
  expect(ticked(selection)).toBe('c');
  expect(last).toEqual({ anchor: 'c', reach: 'c' });
});

test('counts what it ticks, whatever the gestures, one by one or from all results', () => {
  const gesture = fc.record({ id: fc.constantFrom(...rows), isOn: fc.boolean(), withShift: fc.boolean() });
  fc.assert(
    fc.property(fc.boolean(), fc.array(gesture, { maxLength: 20 }), (fromAll, gestures) => {
      let selection = fromAll ? everythingSelected : nothingSelected;
      let last = null;
      for (const { id, isOn, withShift } of gestures) {
        if (withShift) ({ selection, last } = stretch(selection, rows, last, id));
        else selection = tick(selection, [id], isOn);
      }
      expect(countSelected(selection, rows.length)).toBe(ticked(selection).length);
    }),
  );
});
