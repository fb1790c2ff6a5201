import { Menu } from '@mantine/core';
import { type ReactNode, type Ref, useEffect, useRef } from 'react';

/** Where a menu opens, in pixels of the window. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

interface ContextMenuProps {
  readonly place: MenuPlace | null;
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The menu of a row or a folder, where the pointer is or beside what has the focus; the focus goes back there when it closes. */
export function ContextMenu({ place, label, onClose, children }: ContextMenuProps) {
  const dropdown = useRef<HTMLDivElement>(null);
  // While it fades out it stays where it was.
  const last = useRef<MenuPlace>({ x: 0, y: 0 });
  if (place) last.current = place;
  const { x, y } = last.current;
  const isOpen = place !== null;
  useEffect(() => {
    if (!isOpen) return;
    const before = document.activeElement;
    let frame = 0;
    // The menu is placed a few frames after it opens; what is not placed yet takes no focus.
    const focusFirst = (tries: number) => {
      const first = dropdown.current?.querySelector<HTMLElement>('[role="menuitem"]');
      first?.focus({ preventScroll: true });
      if (tries > 0 && (!first || document.activeElement !== first))
        frame = requestAnimationFrame(() => focusFirst(tries - 1));
    };
    focusFirst(30);
    return () => {
      cancelAnimationFrame(frame);
      // A gesture of the menu may have moved the focus on: to a field, to a dialog.
      const isLeft =
        document.activeElement === document.body || dropdown.current?.contains(document.activeElement);
      if (isLeft && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [isOpen]);
  return (
    <Menu
      opened={isOpen}
      onClose={onClose}
      position="bottom-start"
      offset={2}
      width={248}
      trapFocus={false}
      withInitialFocusPlaceholder={false}
      returnFocus={false}
    >
      <Menu.Target>
        <Anchor x={x} y={y} />
      </Menu.Target>
      <Menu.Dropdown
        ref={dropdown}
        aria-label={label}
        onKeyDown={(event) => {
          if (event.key !== 'Tab') return;
          event.preventDefault();
          onClose();
        }}
      >
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}

interface AnchorProps extends MenuPlace {
  readonly ref?: Ref<HTMLSpanElement>;
}

/** Where the menu hangs. It is no button: what the library would say of one is left out. */
function Anchor({ x, y, ref }: AnchorProps) {
  return <span ref={ref} style={{ position: 'fixed', left: x, top: y }} />;
}

/** @returns where the menu of an event belongs: at the pointer, or under the element when a key asked for it. */
export function placeOf(
  event: { clientX: number; clientY: number; currentTarget: EventTarget },
  element: Element,
): MenuPlace {
  const box = element.getBoundingClientRect();
  const isInside =
    event.clientX >= box.left &&
    event.clientX <= box.right &&
    event.clientY >= box.top &&
    event.clientY <= box.bottom;
  const isByPointer = isInside && (event.clientX !== 0 || event.clientY !== 0);
  return isByPointer ? { x: event.clientX, y: event.clientY } : { x: box.left + 24, y: box.bottom };
}
