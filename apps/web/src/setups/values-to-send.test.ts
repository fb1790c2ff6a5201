import type { Application } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { valuesToSend } from './values-to-send.ts';

const fields = [
  { name: 'user', isSecret: false },
  { name: 'address', isSecret: false },
  { name: 'secret', isSecret: true },
] as Application['fields'];

describe('the values of the form', () => {
  it('are sent as they are the first time', () => {
    expect(valuesToSend(fields, { user: 'a', secret: 'b' }, null)).toEqual({
      ...{ user: 'a', address: '', secret: 'b' },
    });
  });

  it('take away what was emptied when they are renewed, but no secret', () => {
    const kept = { user: 'a', address: 'https://x' };
    expect(valuesToSend(fields, { user: 'c', address: '', secret: '' }, kept)).toEqual({
      ...{ user: 'c', address: null, secret: '' },
    });
  });

  it('take away the secret that one asks to', () => {
    const kept = { user: 'a' };
    expect(valuesToSend(fields, { user: 'a', secret: '' }, kept, ['secret'])).toMatchObject({ secret: null });
  });
});
