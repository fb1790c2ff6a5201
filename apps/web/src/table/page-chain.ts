/**
 * A long list is fetched page by page, each from the cursor that the one before it gave. Pages are fetched again one by one, so a
 * page may end elsewhere than it did: then what follows it is asked anew, from its new end.
 */
export type PageChain = readonly (string | undefined)[];

/** What is known of a page: its `next` as the server gave it, and how many rows it has; `undefined` while it is not loaded. */
export interface LoadedPage {
  readonly next: string | null;
  readonly rows: number;
}

/** The chain of a list of which nothing is known. */
export const firstPage: PageChain = [undefined];

/** @returns the chain that the pages give now; the very same one when nothing changed. */
export function mendChain(chain: PageChain, pages: readonly (LoadedPage | undefined)[]): PageChain {
  for (let index = 0; index < chain.length; index++) {
    const page = pages[index];
    const isLast = index === chain.length - 1;
    if (!page || (isLast ? true : chain[index + 1] === page.next)) continue;
    const kept = chain.slice(0, index + 1);
    return page.next === null ? kept : [...kept, page.next];
  }
  return chain;
}

/** @returns the chain with one page more, when the last one is loaded and not the end. */
export function extendChain(chain: PageChain, pages: readonly (LoadedPage | undefined)[]): PageChain {
  const next = pages[chain.length - 1]?.next;
  return next ? [...chain, next] : chain;
}

/** The pages that hold these rows, with the one before and the one after: those that are kept fresh. */
export function pagesNear(
  pages: readonly (LoadedPage | undefined)[],
  rows: { readonly first: number; readonly last: number },
): { readonly from: number; readonly to: number } {
  let from = 0;
  let to = pages.length - 1;
  let start = 0;
  for (const [index, page] of pages.entries()) {
    const end = start + (page?.rows ?? 0);
    if (end <= rows.first) from = index + 1;
    if (start > rows.last) {
      to = index - 1;
      break;
    }
    start = end;
  }
  return { from: Math.max(0, from - 1), to: Math.min(pages.length - 1, to + 1) };
}
