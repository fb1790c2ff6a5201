import type { Setup } from '../firms/setup.ts';

export interface ServerOptions {
  readonly setup: Setup;
  /** The folder of the built web page; `null` serves the API alone. */
  readonly pages: string | null;
  readonly version: string;
}
