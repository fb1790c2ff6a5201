const storageKey = 'navette-invitation';

/**
 * The token of the link that was opened: after the `#` of the address, else the one kept in this tab while the person went to sign
 * in. @returns `null` when neither holds one
 */
export function readInvitationToken(hash: string): string | null {
  const token = hash.replace(/^#/, '');
  if (token === '') return sessionStorage.getItem(storageKey);
  sessionStorage.setItem(storageKey, token);
  return token;
}

/** Called once the invitation was accepted. */
export function forgetInvitation(): void {
  sessionStorage.removeItem(storageKey);
}
