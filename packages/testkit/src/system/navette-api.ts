import { type ApiClient, createApiClient } from '@navette/api';

/** The API of a running platform, in the name of a person. */
export interface NavetteApi extends ApiClient {
  readonly baseUrl: string;
  /** As a request sends it. */
  readonly cookie: string;
}

/** Signs a person in to a running platform. @param send for who listens to the answers @throws Error when the platform refuses */
export async function signInTo(
  baseUrl: string,
  email: string,
  password: string,
  send: typeof fetch = fetch,
): Promise<NavetteApi> {
  const answer = await send(`${baseUrl}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: baseUrl },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`Signing in answered ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  return { ...createApiClient({ baseUrl, fetch: send, headers: () => ({ cookie }) }), baseUrl, cookie };
}
