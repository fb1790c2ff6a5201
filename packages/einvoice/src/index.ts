export * from './decode-text.ts';
export * from './indent-xml.ts';
export * from './invoice.ts';
export * from './read-format.ts';
export * from './read-invoice.ts';
