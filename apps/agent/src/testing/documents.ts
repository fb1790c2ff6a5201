/** Small files that are what their name says, each with bytes of its own. */
import { createHash } from 'node:crypto';

let made = 0;

/** A PDF of one empty page, complete by its trailer. @param padding bytes added inside */
export function newPdf(text = `document ${++made}`, padding = 0): Buffer {
  const objects = [
    '1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n',
    '2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n',
    '3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n',
  ];
  const body = `%PDF-1.4\n% ${text}\n%${'x'.repeat(padding)}\n${objects.join('')}`;
  const trailer = `trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(`${body}xref\n0 1\n0000000000 65535 f \n${trailer}`, 'latin1');
}

export function sha256Of(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
