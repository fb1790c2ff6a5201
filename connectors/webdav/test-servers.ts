/** The real WebDAV servers, each with the tests' account. */
import * as servers from '@navette/testkit';

export { type DavServer, hasApache, hasLighttpd, hasRclone } from '@navette/testkit';

export const account = { username: 'compta', password: 'mot:de passe & "é"' } as const;

export const startApache = () => servers.startApache(account);
export const startLighttpd = () => servers.startLighttpd(account);
export const startRclone = () => servers.startRcloneDav(account);
