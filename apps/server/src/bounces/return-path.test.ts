import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bounceAddressPattern,
  maskReturnPaths,
  maxBounceMailbox,
  readReturnPath,
  writeReturnPath,
} from './return-path.ts';

const secret = 'a'.repeat(64);
const about = {
  firmId: '019a1c4e-7d10-7b2a-8c3d-5e6f708192a3',
  deliveryId: '019a1c4e-7d11-7000-8000-0123456789ab',
  writtenAt: new Date('2026-11-21T08:00:03.900Z'),
};
const known = {
  deliveryId: about.deliveryId,
  firmTail: '92a3',
  writtenAt: new Date('2026-11-21T08:00:03.000Z'),
};
const ids = fc.record({ firmId: fc.uuid(), deliveryId: fc.uuid(), seconds: fc.nat(4_294_967_295) });

describe('a return path', () => {
  it('says of itself which delivery it is about and when it left, at a mailbox or in a whole domain', () => {
    fc.assert(
      fc.property(ids, fc.constantFrom('rebonds@cabinet.fr', '@rebonds.cabinet.fr'), (each, address) => {
        const writtenAt = new Date(each.seconds * 1_000);
        const path = writeReturnPath(secret, address, { ...each, writtenAt });
        expect(path.endsWith(address.slice(address.indexOf('@')))).toBe(true);
        expect(readReturnPath(secret, path)).toEqual({
          deliveryId: each.deliveryId,
          firmTail: each.firmId.slice(-4),
          writtenAt,
        });
      }),
    );
  });

  it('has at most 64 octets before the @, in lower case, whatever the mailbox that is allowed', () => {
    const mailbox = 'm'.repeat(maxBounceMailbox);
    const path = writeReturnPath(secret, `${mailbox}@cabinet.fr`, about);
    expect(path).toMatch(/^m+\+[a-z2-7]{45}@cabinet\.fr$/);
    expect(path.indexOf('@')).toBe(64);
    expect(bounceAddressPattern.test(`${mailbox}@cabinet.fr`)).toBe(true);
    expect(bounceAddressPattern.test(`${mailbox}m@cabinet.fr`)).toBe(false);
  });

  it('survives servers that change its case, and is found in the middle of other words', () => {
    const path = writeReturnPath(secret, 'rebonds@cabinet.fr', about);
    expect(readReturnPath(secret, path.toUpperCase())).toEqual(known);
    expect(readReturnPath(secret, `X: 1\r\nTo: "Rebonds" <${path}>, <a@b.fr>\r\n`)).toEqual(known);
    const other = writeReturnPath('b'.repeat(64), '@cabinet.fr', about);
    expect(readReturnPath(secret, `${other} ${path}`)).toEqual(known);
  });

  it('that was made with another key, or of which one letter is not ours, is nobody’s', () => {
    const path = writeReturnPath(secret, '@rebonds.cabinet.fr', about);
    expect(readReturnPath('b'.repeat(64), path)).toBeNull();
    for (let at = 0; at < 45; at++) {
      const letter = path[at] === 'a' ? 'b' : 'a';
      expect(readReturnPath(secret, `${path.slice(0, at)}${letter}${path.slice(at + 1)}`)).toBeNull();
    }
    expect(readReturnPath(secret, `x${path}`)).toBeNull();
  });

  it('is never read out of noise, in any time that a long text would make long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(readReturnPath(secret, text)).toBeNull();
      }),
    );
    expect(readReturnPath(secret, 'a'.repeat(1_000_000))).toBeNull();
    expect(readReturnPath(secret, `${'a'.repeat(45)}@`.repeat(1_000))).toBeNull();
  });

  it('is taken out of words that people read', () => {
    const words = `550 sender <${writeReturnPath(secret, 'rebonds@cabinet.fr', about)}> refused`;
    expect(maskReturnPaths(words)).toBe('550 sender <rebonds+…@cabinet.fr> refused');
  });
});
