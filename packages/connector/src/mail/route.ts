import type { MailSender } from '../contract.ts';

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
  readonly from: MailSender;
}

/** The way a firm's mails take today. */
export interface MailRoute {
  readonly server: MailServer;
  /** `host` or `host:port` that may be connected to although they are not public. */
  readonly allowedHosts: readonly string[];
  /** Where the bounce of one delivery comes back to; `null` where nobody reads them: the sender's own address. */
  readonly returnPath: (deliveryId: string) => string | null;
}
