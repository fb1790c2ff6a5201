import { type ApiClient, createApiClient } from '@navette/api';

/** The API of a running platform, in the name of a person. */
export interface NavetteApi extends ApiClient {
  readonly baseUrl: string;
  /** As a request sends it. */
  readonly cookie: string;
}

/** Signs a person in to a running platform. @throws Error when the platform refuses */
export async function signInTo(baseUrl: string, email: string, password: string): Promise<NavetteApi> {
  const answer = await fetch(`${baseUrl}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: baseUrl },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`Signing in answered ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  return { ...createApiClient({ baseUrl, headers: () => ({ cookie }) }), baseUrl, cookie };
}
