import type { BounceMailbox } from './open-imap.ts';

/** `imaps://user:password@host:993/INBOX`, or `imap://…:143`, where STARTTLS is demanded. User, password and folder are percent-encoded. */
export function parseOperatorMailbox(url: string): BounceMailbox {
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  const isTls = protocol === 'imaps:';
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (isTls ? 993 : 143) : Number(port),
    security: isTls ? 'tls' : 'starttls',
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    folder: decodeURIComponent(pathname.slice(1)) || 'INBOX',
  };
}
