import type { Shape } from './status.ts';

const dot = (x: number) => <circle cx={x} cy="6" r="3" fill="currentColor" />;
const ring = <circle cx="28" cy="6" r="2.3" fill="none" stroke="currentColor" strokeWidth="1.4" />;
const line = { stroke: 'currentColor', strokeWidth: 1.5, fill: 'none' };

/** The thread in small: dropped, sent, at the partner. Always beside a word. */
export function ThreadMark({
  shape,
}: {
  shape: Extract<Shape, 'full' | 'reached' | 'open' | 'pause' | 'start' | 'cut'>;
}) {
  return (
    <svg viewBox="0 0 32 12" width="32" height="12" aria-hidden="true" style={{ flex: 'none' }}>
      {marks[shape]}
    </svg>
  );
}

const marks = {
  full: (
    <>
      <path d="M4 6h24" {...line} />
      {dot(4)}
      {dot(16)}
      {dot(28)}
    </>
  ),
  reached: (
    <>
      <path d="M4 6h21.5" {...line} />
      {dot(4)}
      {dot(16)}
      {ring}
    </>
  ),
  open: (
    <>
      <path d="M4 6h12" {...line} />
      <path d="M19 6h6" {...line} strokeDasharray="2 2" />
      {dot(4)}
      {dot(16)}
      {ring}
    </>
  ),
  pause: (
    <>
      <path d="M4 6h8" {...line} />
      <path d="M20 6h5" {...line} strokeDasharray="2 2" />
      {dot(4)}
      <path d="M14.5 3v6M17.5 3v6" {...line} strokeWidth="2" />
      {ring}
    </>
  ),
  start: dot(4),
  cut: (
    <>
      <path d="M4 6h7" {...line} />
      {dot(4)}
      <path d="M13.5 3.5l5 5M18.5 3.5l-5 5" {...line} strokeWidth="1.6" />
    </>
  ),
};
