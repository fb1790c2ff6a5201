/** What the computer's picker offers: one file, several, or a whole folder. */
export type Pick = 'file' | 'files' | 'folder';

/** Opens the computer's picker; call it in a gesture of the person. @returns the files chosen, none when it is closed without. */
export function pickFiles(pick: Pick): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = pick !== 'file';
    input.webkitdirectory = pick === 'folder';
    input.hidden = true;
    const end = (files: File[]) => {
      input.remove();
      resolve(files);
    };
    input.addEventListener('change', () => end([...(input.files ?? [])]), { once: true });
    input.addEventListener('cancel', () => end([]), { once: true });
    // Some browsers forget an input that is in no document.
    document.body.append(input);
    input.click();
  });
}
