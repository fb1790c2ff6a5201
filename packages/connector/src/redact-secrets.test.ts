import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactSecrets } from './redact-secrets.ts';

test('masks a secret in every shape it travels in', () => {
  const secret = 'p&ss "wörd" +1';
  const shapes = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ password: secret }).toString(),
    JSON.stringify({ password: secret }),
    Buffer.from(secret).toString('base64'),
  ];
  for (const shape of shapes) {
    const masked = redactSecrets(`before ${shape} after`, [secret]);
    expect(masked).toMatch(/^before .*•••.* after$/);
    expect(masked).not.toMatch(/1|ss[ +%]/);
  }
});

test('leaves no long secret in any text', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, before, after) => {
      fc.pre(!'•••'.includes(secret) && !`${before}•••${after}`.includes(secret));
      expect(redactSecrets(before + secret + after, [secret])).not.toContain(secret);
    }),
  );
});

test('leaves a text without secrets as it is, an empty secret included', () => {
  expect(redactSecrets('Dossier introuvable', ['', 'ab', 'hunter2'])).toBe('Dossier introuvable');
});

test.each(['', 'a', 'ab', 'abc', 'mon-compte'])(
  'masks it in what a client signs in with, behind « %s: »',
  (name) => {
    for (const encoding of ['base64', 'base64url'] as const)
      for (const secret of ['hunter2-hunter3', 'été & "neige" ~~~???']) {
        const header = Buffer.from(`${name}:${secret}`).toString(encoding);
        const end = Buffer.from(`${name}:${secret}:${name}`).toString(encoding);
        expect(redactSecrets(`Basic ${header} refusé, ${end}`, [secret])).toBe('Basic ••• refusé, •••');
      }
  },
);

test.each(['n&n <&amp; "été"&gt;>', "p'tit <& 'mot'>"])(
  'masks %s in XML and HTML, as servers of files answer',
  (secret) => {
    const least = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const most = least.replaceAll('"', '&quot;').replaceAll("'", '&#39;');
    expect(redactSecrets(`<a>${least}</a> ${most}`, [secret])).toBe('<a>•••</a> •••');
    expect(redactSecrets(most.replaceAll('&#39;', '&apos;'), [secret])).toBe('•••');
  },
);

test('masks it in hexadecimal', () => {
  const hex = Buffer.from('hunter2').toString('hex');
  expect(redactSecrets(`\\x${hex} ${hex.toUpperCase()}`, ['hunter2'])).toBe('\\x••• •••');
});
