import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';

export interface Bounce {
  readonly recipient: string;
  /** `5.1.1` */
  readonly status: string;
  /** The envelope sender of what comes back. */
  readonly returnTo: string;
  /** The header of what comes back, as it came. */
  readonly header: string;
  readonly arrivedAt: Date;
}

const reporter = 'sandbox.navette.local';
const deadlineMs = 10_000;

/** Sends a delivery status notification (RFC 3464) from the null sender through `via` (`host:port`). Throws when it is not taken. */
export async function sendBounce(bounce: Bounce, via: string): Promise<void> {
  const { hostname: host, port } = new URL(`smtp://${via}`);
  const transport = createTransport({
    host,
    port: Number(port),
    secure: false,
    ignoreTLS: true,
    connectionTimeout: deadlineMs,
    greetingTimeout: deadlineMs,
    socketTimeout: deadlineMs,
  });
  try {
    await transport.sendMail({ envelope: { from: '', to: [bounce.returnTo] }, raw: writeBounce(bounce) });
  } finally {
    transport.close();
  }
}

/** The notification as it travels: words for people, `message/delivery-status` for programs, the header that came. */
function writeBounce({ recipient, status, returnTo, header, arrivedAt }: Bounce): string {
  const isFailure = status.startsWith('5');
  const diagnostic = isFailure
    ? `550 ${status} <${recipient}>: Recipient address rejected: User unknown`
    : `450 ${status} <${recipient}>: Mailbox is busy, try again later`;
  const boundary = `=_${randomUUID()}`;
  const part = (type: string, body: string) => `--${boundary}\nContent-Type: ${type}\n\n${body}\n`;
  const lines = `From: Mail Delivery System <MAILER-DAEMON@${reporter}>
To: <${returnTo}>
Subject: ${isFailure ? 'Undelivered Mail Returned to Sender' : 'Delayed Mail (still being retried)'}
Date: ${arrivedAt.toUTCString().replace('GMT', '+0000')}
Message-ID: <${randomUUID()}@${reporter}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="${boundary}"

${part('text/plain; charset=us-ascii', `This is the mail system at host ${reporter}.\n\nYour message could not be delivered to one or more recipients.\n\n<${recipient}>: ${diagnostic}`)}
${part(
  'message/delivery-status',
  `Reporting-MTA: dns; ${reporter}
Arrival-Date: ${arrivedAt.toUTCString().replace('GMT', '+0000')}

Final-Recipient: rfc822; ${recipient}
Original-Recipient: rfc822; ${recipient}
Action: ${isFailure ? 'failed' : 'delayed'}
Status: ${status}
Remote-MTA: dns; mx.${recipient.split('@').at(-1)}
Diagnostic-Code: smtp; ${diagnostic}`,
)}
${part('text/rfc822-headers', header)}--${boundary}--
`;
  return lines.replace(/\r?\n/g, '\r\n');
}
