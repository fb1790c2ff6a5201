/** What is needed to hand a mail to an SMTP server. */
export interface MailServer {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  /** What people are told instead of the host, where that is not theirs to know. */
  readonly shownAs?: string | undefined;
  readonly port: number;
  /** `tls`: from the first byte; `starttls`: demanded; `offered`: STARTTLS where the server has it; `none`: in clear. */
  readonly security: 'none' | 'offered' | 'starttls' | 'tls';
  readonly user: string | null;
  readonly password: string | null;
  readonly from: Mailbox;
}

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

const defaultPorts: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };

/**
 * The operator's server: `smtp://user:password@host:587` (STARTTLS where the server offers it; `?requireTLS=true` demands it) or
 * `smtps://…:465`. User and password are percent-encoded.
 * Firms are told the domain of its sender, not where it is.
 * @param from `navette@exemple.fr` or `Navette <navette@exemple.fr>`
 */
export function parseOperatorServer(url: string, from: string): MailServer {
  const { protocol, hostname, port, username, password, searchParams } = new URL(url);
  const sender = parseMailbox(from);
  const clear = searchParams.get('requireTLS') === 'true' ? 'starttls' : 'offered';
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    shownAs: sender.address.split('@').at(-1),
    port: port === '' ? (defaultPorts[protocol] ?? 587) : Number(port),
    security: protocol === 'smtps:' ? 'tls' : clear,
    user: username === '' ? null : decodeURIComponent(username),
    password: password === '' ? null : decodeURIComponent(password),
    from: sender,
  };
}

function parseMailbox(text: string): Mailbox {
  const found = /^\s*"?([^"<]*?)"?\s*<([^<>\s]+@[^<>\s]+)>\s*$/.exec(text);
  return { name: found?.[1] || 'Navette', address: found?.[2] ?? text.trim() };
}
