import { link, open, rename, rm } from 'node:fs/promises';
import { passCrashPoint } from '../crash.ts';
import { errorCode } from '../files/error-code.ts';

/** What file systems without hard links answer, and those that forbid them to other than the owner. */
const cannotLink = new Set(['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'UNKNOWN']);

/**
 * Moves a file to a name of the same file system. Whoever looks at that name sees nothing, or all of the file; what is there
 * already is never replaced. @returns `false` when somebody has the name; the file is where it was
 */
export async function publish(from: string, target: string): Promise<boolean> {
  try {
    await link(from, target);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (cannotLink.has(errorCode(error))) return renameOnto(from, target);
    throw error;
  }
  passCrashPoint('published');
  await rm(from, { force: true });
  return true;
}

/** Without hard links: the name is taken by an empty file first, which the rename replaces. */
async function renameOnto(from: string, target: string): Promise<boolean> {
  try {
    await (await open(target, 'wx', 0o600)).close();
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    await rename(from, target);
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
  return true;
}
