export interface FirstRun {
  readonly firmName: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export type FirstRunProblem = 'required' | 'badEmail' | 'tooShort';

export const shortestPassword = 10;

/** @returns what is wrong, by field; empty when the form may be sent. The server checks again. */
export function checkFirstRun(form: FirstRun): Partial<Record<keyof FirstRun, FirstRunProblem>> {
  const problems: Partial<Record<keyof FirstRun, FirstRunProblem>> = {};
  for (const field of ['firmName', 'name', 'email', 'password'] as const) {
    if (form[field].trim() === '') problems[field] = 'required';
  }
  if (!problems.email && !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(form.email.trim())) problems.email = 'badEmail';
  if (!problems.password && form.password.length < shortestPassword) problems.password = 'tooShort';
  return problems;
}
