import { nameKey, numberedName, safeName, splitPath } from '@navette/model';

/** A document as a zip takes it. */
export interface ZippedFile {
  /** Inside the zip: `11/facture.pdf`. */
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly receivedAt: string;
}

interface Placed {
  readonly name: string;
  readonly clientName: string;
  /** `/Achats/2026/11` */
  readonly folderPath: string;
}

/**
 * Where documents stand in a zip, in their order: below what their folders have in common, and below their clients' names when
 * there are several. Names are safe to unpack anywhere; no two are the same for a system that ignores case, nor is a file named
 * like a folder. Pure.
 * @param base how many names of the folders' paths are left out; `null` leaves out those that all have in common
 */
export function zipPaths(files: readonly Placed[], base: number | null): string[] {
  const severalClients = new Set(files.map(({ clientName }) => clientName)).size > 1;
  const folders = files.map(({ folderPath }) => splitPath(folderPath));
  const skip = severalClients ? 0 : (base ?? commonLength(folders));
  const places = files.map(({ clientName, name }, index) => ({
    folder: [...(severalClients ? [clientName] : []), ...(folders[index] ?? []).slice(skip)].map(safeName),
    name: safeName(name),
  }));
  const taken = new Set(
    places.flatMap(({ folder }) => folder.map((_, end) => keyOf(folder.slice(0, end + 1)))),
  );
  return places.map(({ folder, name }) => {
    for (let number = 1; ; number++) {
      const path = [...folder, number === 1 ? name : numberedName(name, number)];
      if (taken.has(keyOf(path))) continue;
      taken.add(keyOf(path));
      return path.join('/');
    }
  });
}

function keyOf(path: readonly string[]): string {
  return path.map(nameKey).join('/');
}

function commonLength(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths;
  const end = first.findIndex((name, index) => paths.some((path) => path[index] !== name));
  return end < 0 ? first.length : end;
}
