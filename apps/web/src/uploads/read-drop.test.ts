import { expect, test } from 'vitest';
import { type DroppedEntry, readChosen, walkEntries } from './read-drop.ts';

const file = (fullPath: string): DroppedEntry => ({
  isFile: true,
  isDirectory: false,
  name: fullPath.split('/').at(-1) ?? '',
  fullPath,
  file: (resolve) => resolve(new File(['x'], fullPath.split('/').at(-1) ?? '')),
});

/** A folder that gives its entries two at a time, as browsers give a hundred. */
function folder(fullPath: string, children: readonly DroppedEntry[]): DroppedEntry {
  return {
    isFile: false,
    isDirectory: true,
    name: fullPath.split('/').at(-1) ?? '',
    fullPath,
    createReader: () => {
      const left = [...children];
      return { readEntries: (resolve) => resolve(left.splice(0, 2) as unknown as FileSystemEntry[]) };
    },
  };
}

const paths = (files: Awaited<ReturnType<typeof walkEntries>>['files']) =>
  files.map(({ file: { name }, subPath }) => `${subPath ?? ''}/${name}`);

test('walks whole folders, however many entries they hold, and keeps their sub-folders', async () => {
  const many = ['a', 'b', 'c', 'd', 'e'].map((name) => file(`/Factures/2026/${name}.pdf`));
  const { files } = await walkEntries([
    folder('/Factures', [folder('/Factures/2026', many), file('/Factures/note.txt')]),
    file('/seule.pdf'),
  ]);
  expect(paths(files)).toEqual([
    'Factures/2026/a.pdf',
    'Factures/2026/b.pdf',
    'Factures/2026/c.pdf',
    'Factures/2026/d.pdf',
    'Factures/2026/e.pdf',
    'Factures/note.txt',
    '/seule.pdf',
  ]);
});

test('leaves the system’s files behind and counts them', async () => {
  const { files, ignored } = await walkEntries([
    folder('/F', [file('/F/.DS_Store'), file('/F/Thumbs.db'), file('/F/~$a.docx'), file('/F/a.docx')]),
    folder('/F/__MACOSX', [file('/F/__MACOSX/a.pdf')]),
  ]);
  expect(paths(files)).toEqual(['F/a.docx']);
  expect(ignored).toBe(4);
});

test('names what the computer does not let it read, and goes on', async () => {
  const locked: DroppedEntry = {
    ...file('/F/locked.pdf'),
    file: (_resolve, reject) => reject?.(new DOMException()),
  };
  const { files, unreadable } = await walkEntries([folder('/F', [locked, file('/F/b.pdf')])]);
  expect(unreadable).toEqual(['locked.pdf']);
  expect(paths(files)).toEqual(['F/b.pdf']);
});

test('reads what a picker gives, of files and of a folder', () => {
  const inFolder = Object.assign(new File(['x'], 'b.pdf'), { webkitRelativePath: 'Lot/11/b.pdf' });
  const { files, ignored } = readChosen([new File(['x'], 'a.pdf'), inFolder, new File(['x'], '.DS_Store')]);
  expect(paths(files)).toEqual(['/a.pdf', 'Lot/11/b.pdf']);
  expect(ignored).toBe(1);
});
