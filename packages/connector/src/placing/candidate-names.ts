import { numberedName } from '@navette/model';

const maxNumber = 99;

/**
 * The names that a document may take, best first: its own, `name (2).pdf` to `name (99).pdf`, and at last one that nothing else
 * can have, with the delivery's id. So the search ends, however many files share a name.
 */
export function* candidateNames(path: string, deliveryId: string): Generator<string> {
  yield path;
  const { folder, name } = splitRemotePath(path);
  for (let number = 2; number <= maxNumber; number++) yield folder + numberedName(name, number);
  yield folder + numberedName(name, deliveryId);
}

/** @returns the folder with its `/` at the end (empty for the top), and the name. */
export function splitRemotePath(path: string): { readonly folder: string; readonly name: string } {
  const end = path.lastIndexOf('/') + 1;
  return { folder: path.slice(0, end), name: path.slice(end) };
}
