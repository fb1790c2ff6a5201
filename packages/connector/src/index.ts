export * from './contract.ts';
export * from './delivery-error.ts';
export * from './manifest.ts';
