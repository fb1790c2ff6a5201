import { expect, it } from 'vitest';
import { findShape } from './find-shape.ts';

const secret = 'un secret & "cité" 7f3a';

it.each([
  ['as it is', `avant ${secret} après`],
  ['in JSON', JSON.stringify({ a: [secret] })],
  ['in an address', `https://x/?key=${encodeURIComponent(secret)}`],
  ['in a form', new URLSearchParams({ key: secret }).toString()],
  ['in a page', '<p>un secret &amp; "cité" 7f3a</p>'],
  ['in an attribute', '<a b="un secret &amp; &quot;cité&quot; 7f3a">'],
  ['in hexadecimal, as a database dumps bytes', `\\x00${Buffer.from(secret).toString('hex')}00`],
  ['in base64', Buffer.from(secret).toString('base64')],
  ['in base64 behind one letter', Buffer.from(`:${secret}:`).toString('base64')],
  ['in base64 behind two letters, as SMTP signs in', Buffer.from(`\0u\0${secret}`).toString('base64')],
  ['in base64 for addresses', Buffer.from(`ab${secret}`).toString('base64url')],
])('a secret is found %s', (_, text) => {
  expect(findShape(text, secret)).not.toBeNull();
});

it('is not found in its hash, nor where it is not', () => {
  expect(findShape('a1b2c3 un secret', secret)).toBeNull();
});
