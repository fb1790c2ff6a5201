import { ApiError } from '@navette/api';
import { expect, test } from 'vitest';
import { confirmed, inBatches } from './confirmed.ts';

const problem = (code: string, status = 409) =>
  new ApiError(
    status,
    {
      type: 'about:blank',
      title: '',
      status,
      code,
      fr: 'Déjà chez Inqom',
      en: '',
      who: 'collaborator',
      retry: false,
    },
    undefined,
  );
const yes = async () => true;
const no = async () => false;

test('asks with the words of the server, then goes on confirmed', async () => {
  const asked: string[] = [];
  const call = async (isConfirmed: boolean) => {
    if (!isConfirmed) throw problem('move_after_delivery');
    return 'moved';
  };
  const outcome = await confirmed(call, async ({ sentences }) => {
    asked.push(sentences.fr);
    return true;
  });
  expect(outcome).toEqual({ answer: 'moved', isConfirmed: true });
  expect(asked).toEqual(['Déjà chez Inqom']);
  expect(await confirmed(call, no)).toBeNull();
});

test('asks nothing about other failures', async () => {
  const call = async () => {
    throw problem('folder_receives');
  };
  await expect(confirmed(call, yes)).rejects.toMatchObject({ code: 'folder_receives' });
});

test('takes thousands a thousand at a time, and asks once', async () => {
  const ids = Array.from({ length: 2500 }, (_, index) => String(index));
  let asked = 0;
  const progress: number[] = [];
  const sizes = await inBatches(
    ids,
    async (batch, isConfirmed) => {
      if (!isConfirmed) throw problem('bin_cancels_deliveries');
      return batch.length;
    },
    async () => {
      asked++;
      return true;
    },
    (count) => progress.push(count),
  );
  expect(sizes).toEqual([1000, 1000, 500]);
  expect(progress).toEqual([1000, 2000, 2500]);
  expect(asked).toBe(1);
});

test('stops where the person says no', async () => {
  const ids = Array.from({ length: 1500 }, (_, index) => String(index));
  const call = async (batch: string[]) => {
    if (batch.length === 500) throw problem('move_after_delivery');
    return batch.length;
  };
  expect(await inBatches(ids, call, no)).toEqual([1000]);
});
