import { encode } from 'uqr';

/** One path of the dark modules, row by row, with the quiet zone of four modules that readers need. */
export function drawQr(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const runs = data.flatMap((row, y) =>
    row.map((isDark, x) => (isDark && !row[x - 1] ? `M${x} ${y}h${widthOf(row, x)}v1H${x}z` : '')),
  );
  return { path: runs.join(''), size };
}

function widthOf(row: readonly boolean[], from: number): number {
  const end = row.indexOf(false, from);
  return (end === -1 ? row.length : end) - from;
}
