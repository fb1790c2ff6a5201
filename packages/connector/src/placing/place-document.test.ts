import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeliveryError } from '../delivery-error.ts';
import { findPlaced, placeDocument } from './place-document.ts';
import type { RemoteFiles } from './remote-files.ts';
import { createTemporaryPaths, type TemporaryPaths } from './temporary-paths.ts';
import { cutAt, makeTestFolder, placeRequest } from './test-folder.ts';

const { signal } = new AbortController();
const path = 'DUPONT/achats/facture.pdf';

describe('placing a document', () => {
  it('makes the folders, writes it whole, and leaves nothing else', async () => {
    const { files, readAll } = await makeTestFolder();
    const placed = await placeDocument(files, path, placeRequest('d1', 'une facture'), signal);
    expect(placed).toEqual({ path, outcome: 'written' });
    expect(await readAll()).toEqual({ [path]: 'une facture' });
  });

  it('counts the same content under the same name as done', async () => {
    const { files, readAll } = await makeTestFolder();
    await placeDocument(files, path, placeRequest('d1', 'une facture'), signal);
    const again = await placeDocument(files, path, placeRequest('d2', 'une facture'), signal);
    expect(again).toEqual({ path, outcome: 'there' });
    expect(await readAll()).toEqual({ [path]: 'une facture' });
  });

  it('gives other content the next name, and never replaces', async () => {
    const { files, readAll } = await makeTestFolder();
    for (const text of ['un', 'deux', 'trois', 'deux'])
      await placeDocument(files, path, placeRequest(text, text), signal);
    expect(await readAll()).toEqual({
      'DUPONT/achats/facture (2).pdf': 'deux',
      'DUPONT/achats/facture (3).pdf': 'trois',
      [path]: 'un',
    });
  });

  it('goes past a folder of that name, and past a hundred files of it', async () => {
    const { files, path: folder, readAll } = await makeTestFolder();
    await mkdir(join(folder, 'a.pdf'));
    expect((await placeDocument(files, 'a.pdf', placeRequest('d1', 'x'), signal)).path).toBe('a (2).pdf');
    for (let number = 3; number <= 99; number++) await writeFile(join(folder, `a (${number}).pdf`), 'autre');
    const { path: last } = await placeDocument(files, 'a.pdf', placeRequest('d2', 'y'), signal);
    expect(last).toBe('a (d2).pdf');
    expect((await readAll())[last]).toBe('y');
    expect(await findPlaced(files, 'a.pdf', requestToFind('d2', 'y'), signal)).toBe(last);
  });

  it('refuses what was not written as it should be, and removes it', async () => {
    const { files, readAll } = await makeTestFolder();
    const request = placeRequest('d1', 'une facture');
    const altered = { ...request, document: { ...request.document, sha256: '0'.repeat(64) } };
    await expect(placeDocument(files, path, altered, signal)).rejects.toMatchObject({
      code: 'partner_error',
      class: 'temporary',
    });
    expect(await readAll()).toEqual({});
  });

  it('leaves nothing of a document that could not be read to its end', async () => {
    const { files, readAll } = await makeTestFolder();
    const request = placeRequest('d1', 'une facture');
    const short = { ...request, document: { ...request.document, sizeBytes: 400 } };
    await expect(placeDocument(files, path, short, signal)).rejects.toMatchObject({ code: 'bytes_missing' });
    expect(await readAll()).toEqual({});
  });

  it('lets one of two deliveries have a name that both found free', async () => {
    const { files, readAll } = await makeTestFolder();
    const placed = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        placeDocument(files, path, placeRequest(`d${index}`, `document ${index}`), signal),
      ),
    );
    expect(new Set(placed.map((each) => each.path)).size).toBe(12);
    expect(new Set(Object.values(await readAll())).size).toBe(12);
    expect(Object.keys(await readAll())).toHaveLength(12);
  });

  it('keeps one copy of the same content sent twelve times at once', async () => {
    const { files, readAll } = await makeTestFolder();
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        placeDocument(files, path, placeRequest(`d${index}`, 'le même'), signal),
      ),
    );
    expect(await readAll()).toEqual({ [path]: 'le même' });
  });
});

describe('after a cut at any step', () => {
  /** The folder is made, its name looked at, the document written. */
  const onceWritten = { step: 2, when: 'after' } as const;

  /** Deliveries that share a name, some the same content, each cut somewhere, then settled as the queue does. */
  const anyCut = fc.record({
    step: fc.integer({ min: 0, max: 12 }),
    when: fc.constantFrom('before' as const, 'after' as const),
  });
  const anyDelivery = fc.record({
    text: fc.constantFrom('un', 'deux', 'trois'),
    cuts: fc.array(anyCut, { maxLength: 3 }),
  });

  it('every document is there once under a name of its own, and none is replaced', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyDelivery, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        async (deliveries, atOnce) => {
          const { files, readAll } = await makeTestFolder();
          const temporaries = createTemporaryPaths();
          const deliver = async ({ text, cuts }: (typeof deliveries)[number], index: number) =>
            settle(
              files,
              `d${index}`,
              text,
              cuts.map((cut) => cutAt(files, cut)),
              temporaries,
            );
          if (atOnce) await Promise.all(deliveries.map(deliver));
          else for (const [index, each] of deliveries.entries()) await deliver(each, index);
          const all = Object.entries(await readAll());
          const texts = all.filter(([name]) => !name.includes('/.navette-')).map(([, text]) => text);
          expect(texts.sort()).toEqual([...new Set(deliveries.map(({ text }) => text))].sort());
          // What a broken connection could not remove stays hidden, and only then.
          const broken = deliveries.flatMap(({ cuts }) => cuts);
          expect(all.length - texts.length).toBeLessThanOrEqual(broken.length);
        },
      ),
      { numRuns: 150 },
    );
  });

  /** As the queue does: again after a temporary failure, and after an unknown one only when it is not found. */
  async function settle(
    files: RemoteFiles,
    deliveryId: string,
    text: string,
    attempts: RemoteFiles[],
    temporaries: TemporaryPaths,
  ): Promise<void> {
    for (const attempt of [...attempts, files]) {
      try {
        await placeDocument(attempt, path, placeRequest(deliveryId, text), signal, temporaries);
        return;
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        expect(['temporary', 'unknown']).toContain(error.class);
        if (error.class !== 'unknown') continue;
        if ((await findPlaced(files, path, requestToFind(deliveryId, text), signal)) !== null) return;
      }
    }
  }

  it('an attempt never writes where one before it did, and the one that places removes what they left', async () => {
    const { files, readAll } = await makeTestFolder();
    const temporaries = createTemporaryPaths();
    const request = placeRequest('d', 'une facture');
    const place = (by: RemoteFiles) => placeDocument(by, path, request, signal, temporaries);
    for (const _ of [1, 2]) {
      await expect(place(cutAt(files, onceWritten))).rejects.toMatchObject({ class: 'temporary' });
    }
    const left = ['.navette-d-2.part', '.navette-d.part'].map((name) => `DUPONT/achats/${name}`);
    expect(Object.keys(await readAll()).sort()).toEqual(left);
    expect(await place(files)).toEqual({ path, outcome: 'written' });
    expect(await readAll()).toEqual({ [path]: 'une facture' });
  });

  it('what a process left that died is written over by the next one, or removed beside a copy', async () => {
    const { files, readAll } = await makeTestFolder();
    const [first, second] = [placeRequest('d1', 'une facture'), placeRequest('d2', 'une facture')];
    for (const request of [first, second])
      await expect(placeDocument(cutAt(files, onceWritten), path, request, signal)).rejects.toThrow();
    expect(Object.keys(await readAll())).toHaveLength(2);
    expect((await placeDocument(files, path, first, signal)).outcome).toBe('written');
    expect((await placeDocument(files, path, second, signal)).outcome).toBe('there');
    expect(await readAll()).toEqual({ [path]: 'une facture' });
  });

  it('only the rename can leave a doubt, and then the document is found', async () => {
    for (let step = 0; step < 10; step++) {
      const { files } = await makeTestFolder();
      const placing = placeDocument(
        cutAt(files, { step, when: 'after' }),
        path,
        placeRequest('d', 'x'),
        signal,
      );
      const failure: unknown = await placing.then(
        () => null,
        (error: unknown) => error,
      );
      const found = await findPlaced(files, path, requestToFind('d', 'x'), signal);
      if (failure === null) expect(found).toBe(path);
      else expect(failure).toMatchObject({ class: found === null ? 'temporary' : 'unknown' });
    }
  });

  it('finds a document whose first name is free again', async () => {
    const { files, path: folder } = await makeTestFolder();
    await placeDocument(files, 'a.pdf', placeRequest('d1', 'un'), signal);
    await placeDocument(files, 'a.pdf', placeRequest('d2', 'deux'), signal);
    await rename(join(folder, 'a.pdf'), join(folder, 'emporté.pdf'));
    expect(await findPlaced(files, 'a.pdf', requestToFind('d2', 'deux'), signal)).toBe('a (2).pdf');
    expect(await findPlaced(files, 'a.pdf', requestToFind('d1', 'un'), signal)).toBeNull();
  });
});

function requestToFind(deliveryId: string, text: string) {
  const { document } = placeRequest(deliveryId, text);
  const facts = { name: 'facture.pdf', depositor: 'Camille', receivedOn: '2026-11-21' };
  return { deliveryId, document: { ...document, ...facts } };
}
