export type Bounce =
  /** The server has given up: what was sent did not arrive, and will not. */
  | { readonly kind: 'failed'; readonly words: string }
  /** It has not, or tells that all is well. */
  | { readonly kind: 'delayed' | 'delivered'; readonly words: string }
  /** An ordinary mail, an out-of-office answer, a read receipt, noise. */
  | { readonly kind: 'other' };
