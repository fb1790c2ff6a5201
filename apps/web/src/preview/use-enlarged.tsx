import { type RefObject, useCallback, useEffect, useState } from 'react';

/**
 * A preview over the whole window and back. It is the same element in the browser's top layer: moved anywhere else in the page, its
 * frame would load again. `leave` is Escape: smaller first, then what Escape does around the preview.
 */
export function useEnlarged(
  place: RefObject<HTMLElement | null>,
  frame: RefObject<HTMLIFrameElement | null>,
) {
  const [isEnlarged, setIsEnlarged] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    if (isEnlarged) element.showPopover();
    else if (element.matches(':popover-open')) element.hidePopover();
  }, [isEnlarged, place]);
  const restore = useCallback(() => {
    setIsEnlarged(false);
    frame.current?.focus();
  }, [frame]);
  useEffect(() => {
    if (!isEnlarged) return;
    // Before the page's own keys: a drawer would close under the preview.
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      restore();
    };
    document.addEventListener('keydown', onKey, { capture: true });
    return () => document.removeEventListener('keydown', onKey, { capture: true });
  }, [isEnlarged, restore]);
  const leave = () => {
    if (isEnlarged) return restore();
    // The key was pressed inside the frame, whence the page does not hear it.
    place.current?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }),
    );
  };
  return { isEnlarged, toggle: () => setIsEnlarged((was) => !was), restore, leave };
}

/** Leads the focus back into an enlarged preview: to the frame, or to the first button of a place. */
export function FocusGuard({ to }: { to: RefObject<HTMLElement | null> }) {
  const lead = () => {
    const target = to.current;
    if (target instanceof HTMLIFrameElement) target.focus();
    else target?.querySelector<HTMLElement>('a[href], button')?.focus();
  };
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it exists to be reached by Tab, and passes the focus on at once
  return <div tabIndex={0} onFocus={lead} aria-hidden />;
}
