/** Started by a test as root: puts a document into a folder as an ordinary user, and prints what became of it. */
import { isMainThread } from 'node:worker_threads';
import { DeliveryError } from '../delivery-error.ts';
import { createGuardedFiles } from '../files/guarded-files.ts';

const [folder = '', action = ''] = process.argv.slice(2);
const { signal } = new AbortController();

async function run(): Promise<string> {
  const files = createGuardedFiles([folder]).open(folder, 'Essai');
  const document = { mediaType: 'text/plain', sizeBytes: 2, open: () => new Blob(['ok']).stream() };
  if (action === 'rename') return String(await files.rename('d.part', 'd.pdf', signal));
  await files.write('d.part', document, signal);
  return 'written';
}

if (isMainThread && process.setgid && process.setuid) {
  process.setgid(65_534);
  process.setuid(65_534);
  const outcome = await run().catch((error: unknown) => {
    if (error instanceof DeliveryError) return error.code;
    throw error;
  });
  process.stdout.write(outcome);
}
