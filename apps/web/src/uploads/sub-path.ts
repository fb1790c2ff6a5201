/**
 * The folders above a dropped file, below the place of the drop: `/Factures/2026/a.pdf` → `Factures/2026`, a file alone → none.
 * @param path the path that the browser gives, with or without `./` or `/` in front
 */
export function subPathOf(path: string): string | undefined {
  const segments = segmentsOf(path);
  segments.pop();
  return segments.length === 0 ? undefined : segments.join('/');
}

const leftBehind = /^(\.|~\$)|^(Thumbs\.db|desktop\.ini|__MACOSX)$|\.(tmp|part|crdownload|filepart)$/i;

/** Whether a file, or a folder above it, is the system's or unfinished: nobody means to send those. */
export function isLeftBehind(path: string): boolean {
  return segmentsOf(path).some((segment) => leftBehind.test(segment));
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
}
