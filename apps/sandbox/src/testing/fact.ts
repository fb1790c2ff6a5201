import type { Answer, Distortion } from './http-client.ts';

/** One fact of the page on partners, in its own words, and what shows that the sandbox does it. */
export interface Fact<Context> {
  readonly fact: string;
  readonly check: (context: Context) => Promise<void>;
  /** The same fact understood another way: the check must notice. */
  readonly misread: { readonly as: string; readonly distort: Distortion };
}

/** A distortion of every JSON object in the answers, those in arrays included. */
export function distortObjects(
  change: (object: Record<string, unknown>) => Record<string, unknown>,
): Distortion {
  const distort = (body: unknown): unknown => {
    if (Array.isArray(body)) return body.map(distort);
    return typeof body === 'object' && body !== null ? change(body as Record<string, unknown>) : body;
  };
  return (answer) => ({ ...answer, body: distort(answer.body) });
}

/** A distortion that answers `to` wherever the sandbox answers `from`. */
export function distortStatus(from: number, to: number): Distortion {
  return (answer): Answer => (answer.status === from ? { ...answer, status: to } : answer);
}
