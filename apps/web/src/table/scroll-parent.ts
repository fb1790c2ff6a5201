/** @returns the element that scrolls this one, `null` when the page itself does. */
export function scrollParentOf(element: Element): HTMLElement | null {
  for (let above = element.parentElement; above; above = above.parentElement) {
    if (above === document.body) return null;
    if (/auto|scroll/.test(getComputedStyle(above).overflowY)) return above;
  }
  return null;
}
