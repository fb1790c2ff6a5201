import type { MailSender, MailServer } from '@navette/connector';

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

function parseMailbox(text: string): MailSender {
  const found = /^\s*"?([^"<]*?)"?\s*<([^<>\s]+@[^<>\s]+)>\s*$/.exec(text);
  return { name: found?.[1] || 'Navette', address: found?.[2] ?? text.trim() };
}
