import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seal, sealingKeyId, unseal } from './sealing.ts';

const key = { id: randomUUID(), secret: randomBytes(32) };
const plain = Buffer.from('mot de passe à garder');
const place = 'firm/installations/1/credentials';

describe('a sealed value', () => {
  it('opens in its place, under its key, and names that key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.string(), (bytes, where) => {
        const sealed = seal(key, bytes, where);
        expect(Buffer.from(unseal(key, sealed, where))).toEqual(Buffer.from(bytes));
        expect(sealingKeyId(sealed)).toBe(key.id);
      }),
    );
  });

  it('is different each time, and shows nothing of what it holds', () => {
    const [one, two] = [seal(key, plain, place), seal(key, plain, place)];
    expect(Buffer.from(one).equals(two)).toBe(false);
    expect(Buffer.from(one).includes(plain)).toBe(false);
  });

  it.each([
    ['in another row', key, 'firm/installations/2/credentials'],
    ['in another firm', key, 'other/installations/1/credentials'],
    ['under another key of the same id', { ...key, secret: randomBytes(32) }, place],
  ])('does not open %s', (_, other, where) => {
    const sealed = seal(key, plain, place);
    expect(() => unseal(other, sealed, where)).toThrow();
  });

  it('does not open once a single bit of it is changed, nor cut short', () => {
    const sealed = Buffer.from(seal(key, plain, place));
    // The key's id is a label: it says which key to take, and is not itself a secret.
    const protectedBytes = [0, ...Array.from({ length: sealed.length - 17 }, (_, index) => index + 17)];
    for (const at of protectedBytes) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => unseal(key, changed, place), `byte ${at}`).toThrow();
    }
    for (let length = 0; length < sealed.length; length++)
      expect(() => unseal(key, sealed.subarray(0, length), place)).toThrow();
  });
});
