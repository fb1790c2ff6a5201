import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { drawQr } from './draw-qr.ts';

test('draws each dark module once, and nothing else', () => {
  const text = 'otpauth://totp/Navette:claire%40cabinet.fr?secret=JBSWY3DPEHPK3PXP&issuer=Navette';
  const { path, size } = drawQr(text);
  const drawn = Array.from({ length: size }, () => Array<number>(size).fill(0));
  for (const [, x, y, width, back] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H(\d+)z/g)) {
    expect(back).toBe(x);
    for (let each = 0; each < Number(width); each++) {
      const row = drawn[Number(y)] ?? [];
      row[Number(x) + each] = (row[Number(x) + each] ?? 0) + 1;
    }
  }
  const { data } = encode(text, { ecc: 'M', border: 4 });
  expect(drawn).toEqual(data.map((row) => row.map(Number)));
});
