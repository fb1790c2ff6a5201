/**
 * What a mail that came back says. RFC 3464 reports first; servers that write none are understood by who writes and by their words.
 * Whatever a stranger sends, it never throws and ends soon: at most `maxBounceBytes` are looked at.
 */
import PostalMime, { type Email } from 'postal-mime';
import type { Bounce } from './bounce.ts';
import { explain, readProse } from './read-prose.ts';
import { readStatusReport } from './read-status-report.ts';

/** A report stands before what it reports about, so the beginning of a mail is enough; reading costs by the line. */
export const maxBounceBytes = 262_144;

const limits = { maxNestingDepth: 20, maxHeadersSize: 262_144, forceRfc822Attachments: true };

/** RFC 3464, and RFC 6533 for addresses that are not ASCII. */
const reportTypes = new Set(['message/delivery-status', 'message/global-delivery-status']);

/** @param source as it came; what is past `maxBounceBytes` is not looked at. Never throws. */
export async function readBounce(source: Uint8Array): Promise<Bounce> {
  const email = await PostalMime.parse(source.subarray(0, maxBounceBytes), limits).catch(() => null);
  if (email === null) return { kind: 'other' };
  const report = readStatusReport(reportsOf(email));
  // Some reports give a status alone, and tell why in the part that people read.
  if (report !== null) return { ...report, words: report.words || explain(email) };
  return readProse(email);
}

function reportsOf({ attachments }: Email): string {
  return attachments
    .filter(({ mimeType }) => reportTypes.has(mimeType))
    .map(({ content }) =>
      typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString(),
    )
    .join('\n\n');
}
