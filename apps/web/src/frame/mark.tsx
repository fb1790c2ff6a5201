/** The sign of the product: a shuttle on its thread. */
export function Mark({ width = 30 }: { width?: number }) {
  return (
    <svg viewBox="0 0 30 18" width={width} height={(width * 18) / 30} fill="none" aria-hidden="true">
      <path d="M2 9h8M20 9h8" stroke="var(--thread)" strokeWidth="1.6" strokeLinecap="round" />
      <path d="M6 9c3-6 15-6 18 0c-3 6-15 6-18 0Z" fill="var(--thread)" />
      <path d="M11.5 9h7" stroke="#0C2A33" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
