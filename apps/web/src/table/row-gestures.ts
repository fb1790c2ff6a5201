import type { KeyboardEvent, MouseEvent } from 'react';

const linkSelector = '[data-row-link]';

/** A click anywhere in a row is a click on its link, unless it meant a control or selected text. */
export function openRow(event: MouseEvent<HTMLTableRowElement>): void {
  const target = event.target as Element;
  if (target.closest('a, button, input, label') || !window.getSelection()?.isCollapsed) return;
  event.currentTarget.querySelector<HTMLElement>(linkSelector)?.click();
}

/** Arrows, Home and End move the focus between the links of the rows. */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>(linkSelector)];
  const current = links.indexOf(document.activeElement as HTMLElement);
  if (current < 0) return;
  const next = nextIndex(event.key, current, links.length);
  if (next === null) return;
  event.preventDefault();
  links[next]?.focus();
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
