import { readFile } from 'node:fs/promises';
import { pathOf } from './start-platform.ts';

/**
 * A real invoice, unlike every other one by a comment before its end.
 * @param number what makes it so, within one run
 * @param name of the sample in `demo/documents/`
 */
export async function distinctInvoice(number: number, name = 'plain-invoice.pdf'): Promise<Buffer> {
  const sample = await readFile(pathOf(`demo/documents/${name}`));
  const end = sample.lastIndexOf('startxref');
  return Buffer.concat([sample.subarray(0, end), Buffer.from(`% facture ${number}\n`), sample.subarray(end)]);
}
