import type { KeyboardEvent, MouseEvent } from 'react';

export const linkSelector = '[data-row-link]';
export const tickSelector = '[data-row-tick]';

/** A click anywhere in a row is a click on its link, unless it meant a control or selected text. */
export function openRow(event: MouseEvent<HTMLTableRowElement>): void {
  const target = event.target as Element;
  if (target.closest('a, button, input, label') || !window.getSelection()?.isCollapsed) return;
  event.currentTarget.querySelector<HTMLElement>(linkSelector)?.click();
}

/** With shift, the browser would select text from the last click to this one. */
export function keepTextUnselected(event: MouseEvent): void {
  if (event.shiftKey && (event.target as Element).closest(`${tickSelector}, td[data-column="tick"]`))
    event.preventDefault();
}

/** @returns where in a row the focus is: on its link, on its tick, or `null` when the key is for something else. */
export function focusedIn(
  event: KeyboardEvent<HTMLElement>,
): typeof linkSelector | typeof tickSelector | null {
  const target = event.target as Element;
  if (target.matches(linkSelector)) return linkSelector;
  return target.matches(tickSelector) ? tickSelector : null;
}

/** @returns the row to go to, or `null` when the key is not for moving. */
export function nextIndex(key: string, current: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, current + 1);
    case 'ArrowUp':
      return Math.max(0, current - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
