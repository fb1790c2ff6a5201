/**
 * A final name for a file, never over something, where the system may know no such rename. In this order:
 *
 *   a second name (hard link), then the first one removed: one step that only one can win
 *   where there are no links: the name taken with an empty file that only one can make, then renamed over it
 *   where a rename over something fails, there is nothing to fear from a plain one
 *
 * A cut in the second way may leave the empty file: the document then takes the next name.
 */

/** What the system offers. Each throws `LostAnswer` when the request may have been done and no answer came. */
export interface NameTaking {
  readonly isTaken: () => Promise<boolean>;
  /** @returns `false` when the system refused, or knows no links */
  readonly link: () => Promise<boolean>;
  /** Makes an empty file under the name. @throws when the name is taken */
  readonly reserve: () => Promise<unknown>;
  readonly rename: () => Promise<unknown>;
  /** Removes the empty file. */
  readonly release: () => Promise<unknown>;
  /** Removes the old name, which a link leaves. */
  readonly dropOldName: () => Promise<unknown>;
}

/** The request may have left and been done; no answer came. */
export class LostAnswer extends Error {
  override readonly name = 'LostAnswer';
}

/** @returns whether the file has the name now: `false` when the name is taken. @throws what the steps throw */
export async function takeName(taking: NameTaking): Promise<boolean> {
  if (await taking.link()) {
    // The document has its name: a second one that stays is untidy, and no more.
    await taking.dropOldName().catch(() => {});
    return true;
  }
  if ((await taking.isTaken()) || !(await succeeds(taking.reserve, taking.isTaken))) return false;
  try {
    await taking.rename();
    return true;
  } catch (error) {
    if (error instanceof LostAnswer) throw error;
    await taking.release();
  }
  // Renames that replace nothing are refused for that alone: the name is free again.
  return succeeds(taking.rename, taking.isTaken);
}

/** @returns `false` when it failed because somebody took the name. @throws why it failed otherwise */
async function succeeds(step: () => Promise<unknown>, isTaken: () => Promise<boolean>): Promise<boolean> {
  try {
    await step();
    return true;
  } catch (error) {
    if (error instanceof LostAnswer || !(await isTaken())) throw error;
    return false;
  }
}
