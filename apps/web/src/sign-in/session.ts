import { routes } from '@navette/api';
import { api } from '../api/api.ts';

/** What signing in asks for next: nothing, or the code of the second factor. */
export type NextStep = 'in' | 'code';

/** Checks a password; the session travels in a cookie. @throws ApiError `wrong_credentials`, `too_many_requests` */
export async function signIn(email: string, password: string): Promise<NextStep> {
  const { user } = await api.call(routes.signIn, { body: { email, password } });
  return user === null ? 'code' : 'in';
}

export interface CodeStep {
  readonly code: string;
  /** A recovery code rather than one of the application. */
  readonly isRecovery: boolean;
  /** Spares this browser the code for 30 days. */
  readonly trustBrowser: boolean;
}

/** The second step. @throws ApiError `wrong_second_factor`, `second_factor_locked`, `sign_in_restarts` */
export async function giveCode({ code, isRecovery, trustBrowser }: CodeStep): Promise<void> {
  const route = isRecovery ? routes.giveRecoveryCode : routes.giveCode;
  await api.call(route, { body: { code, trustBrowser } });
}

/** Ends the session on the server. Calling it twice is harmless. */
export async function signOut(): Promise<void> {
  await api.call(routes.signOut, { body: {} });
}
