/**
 * The folders above a dropped file, below the place of the drop: `/Factures/2026/a.pdf` → `Factures/2026`, a file alone → none.
 * @param path the path that the browser gives, with or without `./` or `/` in front
 */
export function subPathOf(path: string): string | undefined {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
  segments.pop();
  return segments.length === 0 ? undefined : segments.join('/');
}

const leftBehind = /^(\.|~\$)|^(Thumbs\.db|desktop\.ini)$|\.(tmp|part|crdownload|filepart)$/i;

/** Whether a file of a dropped folder is the system's or unfinished: nobody means to send those. */
export function isLeftBehind(name: string): boolean {
  return leftBehind.test(name);
}
