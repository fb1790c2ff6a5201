import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openJournal } from './journal.ts';
import { createInqomClient } from './partners/inqom/testing/inqom-client.ts';
import { makePdf } from './testing/make-document.ts';
import { startSandboxProgram } from './testing/sandbox-program.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'navette-journal-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const args = () => ['--port', '0', '--mailbox-port', '0', '--data', folder];

it('has every document it answered for, and its bytes, after kill −9 in the middle of pushes', async () => {
  const answered: string[] = [];
  {
    await using program = await startSandboxProgram(args());
    const inqom = createInqomClient(program.ready.url);
    await inqom.order('PUT', '/inqom/behaviour', { requestsPerSecond: 100_000 });
    const token = await inqom.token();
    const send = async (sender: number) => {
      for (let index = 0; ; index++) {
        const SourceId = `${sender}-${index}`;
        const { status } = await inqom.push(token, { bytes: makePdf(50_000), fields: { SourceId } });
        if (status === 201) answered.push(SourceId);
        if (answered.length === 60) program.child.kill('SIGKILL');
      }
    };
    await Promise.allSettled([1, 2, 3, 4].map(send));
  }
  expect(answered.length).toBeGreaterThanOrEqual(60);

  await using again = await startSandboxProgram(args());
  const inqom = createInqomClient(again.ready.url);
  const { body } = await inqom.order('GET', '/received?partner=inqom');
  const received = body as { id: string; size: number; deliveryId: string }[];
  expect(received.map(({ deliveryId }) => deliveryId)).toEqual(expect.arrayContaining(answered));
  for (const { id, size } of received) {
    const content = await fetch(`${again.ready.url}/_sandbox/received/${id}/content`);
    expect((await content.arrayBuffer()).byteLength).toBe(size);
  }
  // Tokens do not outlive it, the behaviour that was ordered does, and ids go on.
  expect((await inqom.push('of before')).status).toBe(403);
  const next = await inqom.push(await inqom.token());
  expect((next.body as { Id: number }).Id).toBeGreaterThan(Number(received.at(-1)?.id));
});

it('drops a last line that a kill cut short, and goes on after it', async () => {
  const path = join(folder, 'journal.jsonl');
  await writeFile(path, '{"about":"one"}\n{"about":"tw');
  const { journal, entries } = openJournal(path);
  journal.append({ about: 'three' });
  journal.close();
  expect(entries).toEqual([{ about: 'one' }]);
  expect(await readFile(path, 'utf8')).toBe('{"about":"one"}\n{"about":"three"}\n');
});

it('refuses a journal damaged before its last line rather than forget documents', async () => {
  const path = join(folder, 'journal.jsonl');
  await writeFile(path, '{"about":"one"}\n{"abo\n{"about":"three"}\n');
  expect(() => openJournal(path)).toThrow('journal.jsonl:2');
});

it('starts again from one line after a reset', async () => {
  const path = join(folder, 'journal.jsonl');
  const { journal } = openJournal(path);
  journal.append({ about: 'one' });
  journal.restart({ about: 'reset' });
  journal.append({ about: 'two' });
  journal.close();
  expect(await readFile(path, 'utf8')).toBe('{"about":"reset"}\n{"about":"two"}\n');
});
