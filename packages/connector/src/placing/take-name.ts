/**
 * A final name for a file, never over something, where the system may know no such rename. In this order:
 *
 *   a second name (hard link), then the first one removed: one step that only one can win
 *   where there are no links: the name taken with an empty file that only one can make, then renamed over it
 *   where a rename over something fails, there is nothing to fear from a plain one
 *
 * A cut in the second way may leave the empty file: the document then takes the next name.
 */

/** What the system offers, from the old name to the new. */
export interface NameTaking {
  readonly isTaken: () => Promise<boolean>;
  /** Absent where the system is known to make no links. */
  readonly link?: () => Promise<unknown>;
  /** Makes an empty file under the new name. @throws when it is taken */
  readonly reserve: () => Promise<unknown>;
  readonly rename: () => Promise<unknown>;
  /** Removes the empty file. */
  readonly release: () => Promise<unknown>;
  /** Removes the old name, which a link leaves. */
  readonly dropOldName: () => Promise<unknown>;
  /** Whether an error says that the system did not do it; any other may have come after it was done. */
  readonly isRefusal: (error: unknown) => boolean;
}

/** How often a name that nothing has may be refused before it is told. */
const mostTurns = 5;

/** The request may have been done; no answer came. */
export class LostAnswer extends Error {
  override readonly name = 'LostAnswer';
}

/**
 * @returns whether the file has the name now: `false` when the name is taken.
 * @throws LostAnswer when the file may have it; what the system says otherwise
 */
export async function takeName(taking: NameTaking): Promise<boolean> {
  const { isTaken, link, reserve, rename, release, dropOldName, isRefusal } = taking;

  /** @returns why the system refused; `null` when it did it. */
  async function attempt(step: () => Promise<unknown>): Promise<{ readonly refusal: unknown } | null> {
    try {
      await step();
      return null;
    } catch (error) {
      if (isRefusal(error)) return { refusal: error };
      throw new LostAnswer('no answer came', { cause: error });
    }
  }

  if (link !== undefined && (await attempt(link)) === null) {
    // The document has its name: a second one that stays is untidy, and no more.
    await dropOldName().catch(() => {});
    return true;
  }
  for (let turns = 1; ; turns++) {
    if (await isTaken()) return false;
    const refused = await reserveAndRename();
    if (refused === null) return true;
    if (await isTaken()) return false;
    // Another file may have had the name for a moment, and given it back: then a refusal tells nothing of this one.
    if (turns === mostTurns) throw refused.refusal;
  }

  async function reserveAndRename(): Promise<{ readonly refusal: unknown } | null> {
    try {
      await reserve();
    } catch (error) {
      if (isRefusal(error)) return { refusal: error };
      throw error;
    }
    if ((await attempt(rename)) === null) return null;
    await release();
    // A system that refused for the empty file alone replaces nothing: its plain rename is safe.
    return attempt(rename);
  }
}
