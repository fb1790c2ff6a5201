import { NavetteError } from '@navette/model';

/**
 * Signs in; the session travels in a cookie. @throws NavetteError `wrong_credentials`, `too_many_requests`, `unavailable`
 * or `server_unreachable`. The library that answers has its own shape of errors: only its status counts.
 */
export async function signIn(email: string, password: string): Promise<void> {
  await post('/api/auth/sign-in/email', { email, password });
}

/** Ends the session on the server. Calling it twice is harmless. */
export async function signOut(): Promise<void> {
  await post('/api/auth/sign-out', {});
}

async function post(path: string, body: object): Promise<void> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
  }).catch((error: unknown) => {
    throw new NavetteError('server_unreachable', {}, error);
  });
  if (response.ok) return;
  throw new NavetteError(codeOf(response.status), {}, new Error(`status ${response.status}`));
}

function codeOf(status: number) {
  if (status === 429) return 'too_many_requests';
  return status >= 500 ? 'unavailable' : 'wrong_credentials';
}
