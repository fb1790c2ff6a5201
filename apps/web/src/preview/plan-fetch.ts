/** What of a file is fetched for its preview. */
import type { PreviewFailure } from './protocol.ts';

/** Larger files are downloaded, not looked at. */
export const maxPreviewBytes = 50_000_000;
/** The start of a text, which is all that is shown of it. */
const textBytes = 1_000_000;

export type FetchPlan =
  | { readonly kind: 'whole' }
  | { readonly kind: 'start'; readonly bytes: number }
  | {
      readonly kind: 'nothing';
      readonly why: Extract<PreviewFailure, 'unsupported' | 'empty'> | 'tooLarge';
    };

/** Types that the platform told by their bytes, and of which there is no preview. */
const unsupported =
  /^application\/(zip|msword|rtf|json|vnd\.(openxmlformats|oasis|ms-)|x-)|^text\/(html|rtf)$|^image\/svg|^message\/|^(audio|video)\//;

/** Decides by what the platform knows, so that nothing is fetched in vain; the frame looks at the bytes themselves. */
export function planFetch(mediaType: string, sizeBytes: number): FetchPlan {
  if (sizeBytes === 0) return { kind: 'nothing', why: 'empty' };
  if (unsupported.test(mediaType)) return { kind: 'nothing', why: 'unsupported' };
  if (/^text\/(plain|csv)$/.test(mediaType) && sizeBytes > textBytes)
    return { kind: 'start', bytes: textBytes };
  return sizeBytes > maxPreviewBytes ? { kind: 'nothing', why: 'tooLarge' } : { kind: 'whole' };
}
