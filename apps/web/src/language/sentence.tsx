import type { ReactNode } from 'react';

const mark = '\u2063';

/** Marks a value so that `<Sentence>` shows it in bold. */
export function strong(value: string): string {
  return `${mark}${value}${mark}`;
}

/** A translated sentence whose `strong` values stand out; the values are text, never markup. */
export function Sentence({ children }: { children: string }): ReactNode {
  return children.split(mark).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never move
    index % 2 === 1 ? <b key={index}>{part}</b> : part,
  );
}
