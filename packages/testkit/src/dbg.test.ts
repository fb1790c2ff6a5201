import { test } from 'vitest';
import { startObjectStore } from './object-store.ts';

test('x', { timeout: 400000 }, async () => {
  for (let i = 0; i < 25; i++)
    await Promise.all(
      [0, 1, 2].map(async (k) => {
        const t = performance.now();
        const timer = setTimeout(() => console.log('SLOW', i, k), 8000);
        const s = await startObjectStore([
          { name: 'a', accessKeyId: 'AAAAAAAAAAAAAAAAAAAA', secretAccessKey: 'b'.repeat(40) },
          { name: 'c', accessKeyId: 'CAAAAAAAAAAAAAAAAAAA', secretAccessKey: 'c'.repeat(40) },
        ]);
        const t2 = performance.now();
        const r = await fetch(`http://${s.host}/`);
        await r.text();
        const t3 = performance.now();
        await s[Symbol.asyncDispose]();
        clearTimeout(timer);
        if (performance.now() - t > 2500) console.log(i, k, t2 - t, t3 - t2, performance.now() - t3);
      }),
    );
});
