import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanAddress } from './address.ts';

describe('an address as people paste it', () => {
  it.each([
    ['https://navette.example.fr', 'https://navette.example.fr'],
    ['  https://navette.example.fr/ ', 'https://navette.example.fr'],
    ['https:// navette.example.fr', 'https://navette.example.fr'],
    ['https:/navette.example.fr', 'https://navette.example.fr'],
    ['HTTPS://Navette.Example.fr/', 'https://navette.example.fr'],
    ['navette.example.fr', 'https://navette.example.fr'],
    ['navette.example.fr:8443/', 'https://navette.example.fr:8443'],
    ['localhost:4780', 'http://localhost:4780'],
    ['127.0.0.1:4780', 'http://127.0.0.1:4780'],
    ['http://192.168.1.10:4780', 'http://192.168.1.10:4780'],
    ['\u200bhttps://navette.example.fr\u00a0', 'https://navette.example.fr'],
    ['<https://navette.example.fr>', 'https://navette.example.fr'],
    ['« https://navette.example.fr ».', 'https://navette.example.fr'],
    ['https://navette.example.fr?x=1#y', 'https://navette.example.fr'],
  ])('%j is %s', (typed, address) => expect(cleanAddress(typed)[0]).toBe(address));

  it('may be that of a page: its root is tried next', () => {
    expect(cleanAddress('https://navette.example.fr/ressources/')).toEqual([
      'https://navette.example.fr/ressources',
      'https://navette.example.fr',
    ]);
  });

  it.each(['', '   ', 'ftp://x', 'mailto:a@b.fr', 'https://'])('%j is none', (typed) =>
    expect(cleanAddress(typed)).toEqual([]),
  );

  it('is the same however it was pasted', () => {
    const space = fc.constantFrom('', ' ', '\t', '\u00a0', '\u200b');
    fc.assert(
      fc.property(fc.domain(), fc.nat(65_535), space, space, (domain, port, before, after) => {
        const typed = `${before}https://${after}${domain}:${port}${after}/${before}`;
        expect(cleanAddress(typed)).toEqual([new URL(`https://${domain}:${port}`).origin]);
      }),
    );
  });
});
