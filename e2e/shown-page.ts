import type { Page } from 'playwright-core';

export type Viewer = 'nobody' | 'administrator' | 'client';

export interface ShownPage {
  readonly name: string;
  /** From the root of the platform. */
  readonly address: string;
  readonly viewer: Viewer;
  /** What is done on the page before it is looked at, in either language. */
  readonly act?: (page: Page) => Promise<void>;
  /** What is undone before it is closed. */
  readonly leave?: (page: Page) => Promise<void>;
  /** For a page that is not ours and has no heading. */
  readonly isForeign?: true;
}

/** Presses the button, or follows the link, whose name has `name`, a regular expression for both languages. */
export function press(page: Page, name: string): Promise<void> {
  return page
    .getByRole('button', { name: new RegExp(name) })
    .or(page.getByRole('link', { name: new RegExp(name) }))
    .first()
    .click();
}
