/** Where a folder really is, and whether the operator declared it. */
import { lstat, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { DeliveryError } from '../delivery-error.ts';
import { systemCode } from './errors.ts';

export interface DeclaredFolder {
  readonly roots: readonly string[];
  readonly folder: string;
  readonly partner: string;
}

/** @returns the declared root that a folder lies under by its name, before any link is followed. */
export function rootByName(roots: readonly string[], folder: string): string | undefined {
  return roots.find((root) => isWithin(resolve(root), resolve(folder)));
}

/**
 * The real path of a folder, links followed. @throws DeliveryError `folder_not_declared` when it lies under no declared root, as
 * it really is; `destination_missing`; the system's error
 */
export async function realFolder({ roots, folder, partner }: DeclaredFolder): Promise<string> {
  const notDeclared = (cause?: unknown) =>
    new DeliveryError('folder_not_declared', { partner, folder }, {}, cause);
  if (!isAbsolute(folder)) throw notDeclared();
  const real = await realpath(folder).catch((error: unknown) => {
    // What is missing outside the declared folders is nobody's business.
    throw rootByName(roots, folder) === undefined ? notDeclared(error) : error;
  });
  for (const root of roots) {
    const realRoot = await realpath(root).catch(() => null);
    if (realRoot !== null && isWithin(realRoot, real)) return real;
  }
  throw notDeclared();
}

/**
 * The path of something inside a folder. @param parts none of which may be a link on the way
 * @throws DeliveryError `folder_not_declared` for a link, or a name that leads elsewhere; the system's error
 */
export async function pathInside(
  { folder, partner }: DeclaredFolder,
  realBase: string,
  parts: readonly string[],
): Promise<string> {
  const refuse = () =>
    new DeliveryError('folder_not_declared', { partner, folder: [folder, ...parts].join('/') });
  if (!parts.every(isPlainName)) throw refuse();
  let path = realBase;
  for (const part of parts.slice(0, -1)) {
    path = join(path, part);
    const stat = await lstat(path).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return null;
      throw error;
    });
    if (stat?.isSymbolicLink()) throw refuse();
  }
  return join(realBase, ...parts);
}

function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name);
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`));
}
