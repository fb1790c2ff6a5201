import { errorCatalogue, isErrorCode, NavetteError } from '@navette/model';
import type { z } from 'zod';
import type { Route } from './route.ts';
import { problem } from './shapes.ts';

/** Bytes to send, as fetch takes them. */
export type RequestBody = NonNullable<RequestInit['body']>;

export interface CallInput<R extends Route> {
  readonly params?: z.infer<R['params']>;
  readonly query?: z.infer<R['query']>;
  /** JSON for most routes; a stream or a Blob where the route takes bytes. */
  readonly body?: z.infer<R['body']> | RequestBody;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface ApiClient {
  /**
   * Calls a route and gives its answer. @throws ApiError with a code of the catalogue when the server answered with a problem;
   * `NavetteError('server_unreachable')` when no answer came; `not_a_navette_server` when the answer is not Navette's.
   */
  call<R extends Route>(route: R, input?: CallInput<R>): Promise<z.infer<R['answer']>>;
  /** Calls a route whose answer is a file. @throws as `call` */
  download<R extends Route>(route: R, input?: CallInput<R>): Promise<Blob>;
  /** The address of a route, for downloads and event streams. */
  address<R extends Route>(route: R, input?: Pick<CallInput<R>, 'params' | 'query'>): string;
}

export interface ApiClientOptions {
  /** `https://navette.example.fr`, or `''` in a page of the same origin. */
  readonly baseUrl: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly headers?: () => Readonly<Record<string, string>>;
}

/** A problem the server answered with. */
export class ApiError extends NavetteError {
  readonly status: number;
  readonly sentences: { readonly fr: string; readonly en: string };
  readonly reference: string | undefined;
  /** The field of the request it is about: `name`, `attributes.<id>`. */
  readonly field: string | undefined;
  /** What a partner answered, where that is the failure. */
  readonly because: z.infer<typeof problem>['because'];
  /** From Retry-After, in ms. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, answer: z.infer<typeof problem>, retryAfterMs: number | undefined) {
    super(
      isErrorCode(answer.code) ? answer.code : 'internal',
      answer.reference ? { reference: answer.reference } : {},
    );
    this.status = status;
    this.sentences = { fr: answer.fr, en: answer.en };
    this.reference = answer.reference;
    this.field = answer.field;
    this.because = answer.because;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A typed client of the API, for the web page, the agent and integrators. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const send = options.fetch ?? globalThis.fetch;
  const address: ApiClient['address'] = (route, input) => options.baseUrl + buildPath(route, input);
  async function answerOf<R extends Route>(route: R, input: CallInput<R>): Promise<Response> {
    const request = buildRequest(route, input, options.headers?.() ?? {});
    const response = await reach(send, address(route, input), request, options.baseUrl);
    if (!response.ok) throw await readProblem(response, options.baseUrl);
    return response;
  }
  return {
    address,
    download: async (route, input = {}) => (await answerOf(route, input)).blob(),
    async call(route, input = {}) {
      const response = await answerOf(route, input);
      if (route.status === 204) return {} as never;
      return (await readJson(response, options.baseUrl)) as never;
    },
  };
}

function buildPath(route: Route, input: { params?: unknown; query?: unknown } = {}): string {
  const params = (input.params ?? {}) as Record<string, string>;
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`${route.name} needs ${name}`);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries((input.query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? path : `${path}?${query}`;
}

function buildRequest<R extends Route>(
  route: R,
  input: CallInput<R>,
  headers: Readonly<Record<string, string>>,
): RequestInit {
  const isJson = route.bodyKind === 'json';
  const request: RequestInit & { duplex?: 'half' } = {
    method: route.method,
    headers: {
      accept: 'application/json',
      ...(isJson ? { 'content-type': 'application/json' } : {}),
      ...headers,
      ...input.headers,
    },
    redirect: 'error',
  };
  if (input.signal) request.signal = input.signal;
  if (route.bodyKind !== 'none') {
    request.body = isJson ? JSON.stringify(input.body ?? {}) : (input.body as RequestBody);
    if (request.body instanceof ReadableStream) request.duplex = 'half';
  }
  return request;
}

async function reach(
  send: typeof fetch,
  url: string,
  request: RequestInit,
  baseUrl: string,
): Promise<Response> {
  try {
    return await send(url, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new NavetteError('server_unreachable', { url: baseUrl }, error);
  }
}

async function readJson(response: Response, baseUrl: string): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    throw new NavetteError('not_a_navette_server', { url: baseUrl }, error);
  }
}

async function readProblem(response: Response, baseUrl: string): Promise<NavetteError> {
  const parsed = problem.safeParse(await response.json().catch(() => null));
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'));
  if (parsed.success) return new ApiError(response.status, parsed.data, retryAfterMs);
  // A gateway in the way answers 5xx or 429 in its own words: the server is not reachable now.
  if (response.status >= 500 || response.status === 429) {
    return new NavetteError('server_unreachable', { url: baseUrl }, new Error(`status ${response.status}`));
  }
  return new NavetteError('not_a_navette_server', { url: baseUrl }, new Error(`status ${response.status}`));
}

function readRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

/** Whether the same call may be tried again later without changing anything. */
export function canRetry(error: unknown): boolean {
  return error instanceof NavetteError && errorCatalogue[error.code].retry;
}
