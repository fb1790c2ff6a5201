/** Document types: a fixed list, the same for every partner. Each connector maps them to its partner's own values. */
export const documentTypes = ['administrative', 'sales', 'purchase', 'expense', 'other'] as const;

export type DocumentType = (typeof documentTypes)[number];
