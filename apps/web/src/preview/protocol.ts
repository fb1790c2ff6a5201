/**
 * What the page and the frame of a preview say to each other. The frame shows files that nobody vouches for, and may belong to one of
 * them: the page believes nothing of it but the shape of its messages, gives it one document and the libraries' own data, and does
 * nothing for it that could be told from outside.
 */
import type { Language } from '../language/format.ts';
import type { PreviewWords } from './words.ts';

/** The whole page of the frame, with a content policy of its own. */
export const framePage = '/apercu.html';

export interface PreviewedFile {
  readonly name: string;
  /** As the platform read it; the frame looks at the bytes first. */
  readonly mediaType: string;
  /** Whether the bytes are only the start of the file. */
  readonly isCut: boolean;
}

export interface ShowMessage {
  readonly kind: 'show';
  readonly file: PreviewedFile;
  readonly bytes: ArrayBuffer;
  readonly language: Language;
  readonly words: PreviewWords['frame'];
}

/** From the page, over the port that came with the first message. */
export type ToFrame =
  /** What is coming, while it is still on its way. */
  | { readonly kind: 'prepare'; readonly mediaType: string }
  | ShowMessage
  | { readonly kind: 'look'; readonly look: FrameLook }
  | { readonly kind: 'asset'; readonly name: string; readonly bytes: ArrayBuffer | null }
  | { readonly kind: 'ping' };

/** What changes while a document is shown. */
export interface FrameLook {
  readonly scheme: 'light' | 'dark';
  /** CSS variables, `--ink`. */
  readonly colors: Readonly<Record<string, string>>;
  readonly isEnlarged: boolean;
}

/** Why nothing is shown; `words.ts` has a sentence for each. */
export const previewFailures = [
  'unsupported',
  'empty',
  'broken',
  'password',
  'tooManyPixels',
  'tooSlow',
  'crashed',
] as const;
export type PreviewFailure = (typeof previewFailures)[number];

/** From the frame. */
export type ToPage =
  /** The first word, to the window; the port goes back with the answer. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'wants'; readonly name: string }
  | { readonly kind: 'shown' }
  | {
      readonly kind: 'failed';
      readonly failure: PreviewFailure;
      readonly values: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'enlarge' }
  | { readonly kind: 'escape' }
  | { readonly kind: 'pong' };

/** A message of the frame, or `null` for anything that is none. */
export function readToPage(data: unknown): ToPage | null {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return null;
  switch (data.kind) {
    case 'ready':
    case 'shown':
    case 'enlarge':
    case 'escape':
    case 'pong':
      return { kind: data.kind };
    case 'wants':
      return 'name' in data && typeof data.name === 'string' ? { kind: 'wants', name: data.name } : null;
    case 'failed': {
      const failure = 'failure' in data && previewFailures.find((each) => each === data.failure);
      return failure
        ? { kind: 'failed', failure, values: 'values' in data ? readValues(data.values) : {} }
        : null;
    }
    default:
      return null;
  }
}

/** Short texts only: they go into a sentence. */
function readValues(values: unknown): Record<string, string> {
  if (typeof values !== 'object' || values === null) return {};
  const short = Object.entries(values).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].length <= 40,
  );
  return Object.fromEntries(short);
}
