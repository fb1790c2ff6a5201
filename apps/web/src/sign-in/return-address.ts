/**
 * The page to come back to after signing in. Only a path of this origin is followed: an address that a stranger wrote into a link
 * must not lead elsewhere.
 */
export function safeReturnAddress(wanted: string | undefined): string {
  if (!wanted?.startsWith('/') || wanted.startsWith('//') || wanted.includes('\\')) return '/';
  return wanted.startsWith('/connexion') ? '/' : wanted;
}
