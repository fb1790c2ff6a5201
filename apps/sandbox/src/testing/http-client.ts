/** An answer as it came, its JSON read. `body` is `null` when there is none. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Changes an answer before the test sees it, as if the sandbox had understood a fact another way. */
export type Distortion = (answer: Answer, request: { method: string; path: string }) => Answer;

export interface RequestParts {
  readonly headers?: Record<string, string>;
  readonly body?: NonNullable<RequestInit['body']>;
  readonly signal?: AbortSignal;
}

export interface HttpClient {
  /** A request to the partner, under `/<partner>`. Throws when the connection breaks. */
  call(method: string, path: string, parts?: RequestParts): Promise<Answer>;
  /** An order to the control API, under `/_sandbox`: never distorted. */
  order(method: string, path: string, body?: unknown): Promise<Answer>;
}

/** A plain HTTP client of one partner played by the sandbox at `url`; `distort` changes what the partner answers. */
export function createHttpClient(
  url: string,
  partner: string,
  distort: Distortion = (answer) => answer,
): HttpClient {
  return {
    async call(method, path, parts = {}) {
      return distort(await readAnswer(await fetch(`${url}/${partner}${path}`, { method, ...parts })), {
        method,
        path,
      });
    },
    async order(method, path, body) {
      const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      return readAnswer(
        await fetch(`${url}/_sandbox${path}`, { method, ...(body === undefined ? {} : json) }),
      );
    },
  };
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    headers: Object.fromEntries(response.headers),
    body: text === '' ? null : isJson ? JSON.parse(text) : text,
  };
}
