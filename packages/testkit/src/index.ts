export * from './fresh-folder.ts';
export * from './running-database.ts';
export * from './start-process.ts';
