import type { TestPlatform } from './test-platform.ts';

export interface BrowserAnswer<T> {
  readonly status: number;
  readonly body: T;
  /** As they were sent, with their attributes. */
  readonly setCookies: readonly string[];
  readonly location: string | null;
}

export interface TestBrowser {
  /** What it keeps, by name; a test may change it. */
  readonly cookies: Map<string, string>;
  call<T = { code: string }>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    body?: object,
  ): Promise<BrowserAnswer<T>>;
}

let addresses = 0;

/** A browser without a page: it keeps cookies, and has an address of its own, since attempts are limited by it. */
export function testBrowser(
  platform: TestPlatform,
  {
    userAgent = 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36',
    address = `127.9.${addresses >> 8}.${addresses++ & 255}`,
  } = {},
): TestBrowser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async call<T>(
      method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
      url: string,
      body?: object,
    ): Promise<BrowserAnswer<T>> {
      const answer = await platform.server.inject({
        method,
        url,
        headers: {
          ...{ host: 'localhost', origin: 'http://localhost', 'user-agent': userAgent },
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        },
        remoteAddress: address,
        ...(body && { payload: body }),
      });
      const setCookies = [answer.headers['set-cookie'] ?? []].flat();
      for (const each of setCookies) keep(cookies, each);
      const isJson = answer.headers['content-type']?.includes('json');
      return {
        status: answer.statusCode,
        body: (isJson ? answer.json() : undefined) as T,
        setCookies,
        location: answer.headers.location ?? null,
      };
    },
  };
}

function keep(cookies: Map<string, string>, setCookie: string): void {
  const [pair = ''] = setCookie.split(';');
  const at = pair.indexOf('=');
  if (/max-age=0/i.test(setCookie)) cookies.delete(pair.slice(0, at));
  else cookies.set(pair.slice(0, at), pair.slice(at + 1));
}
