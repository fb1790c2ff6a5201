import type { RouteOptions } from 'fastify';
import type { Setup } from '../firms/setup.ts';

export interface ServerOptions {
  readonly setup: Setup;
  /** The folder of the built web page; `null` serves the API alone. */
  readonly pages: string | null;
  readonly version: string;
  /** Told of each route as it is registered, those of plugins included: what the security matrix is built from. */
  readonly onRoute?: (route: RouteOptions) => void;
}
