import { type ErrorCode, errorCatalogue, NavetteError } from '@navette/model';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isDatabaseAway, isUnexpected, problemOf } from './problem.ts';

function withCode(code: string, more: object = {}): Error {
  return Object.assign(new Error('details below'), { code, ...more });
}

describe('a failure as clients see it', () => {
  it.each(Object.keys(errorCatalogue) as ErrorCode[])(
    '%s keeps its code only when it answers a request',
    (code) => {
      const problem = problemOf(new NavetteError(code, { detail: 'ici' }), 'ref-1');
      const { kind, status, who, retry } = errorCatalogue[code];
      if (kind === 'request')
        expect(problem).toMatchObject({
          code,
          status,
          who,
          retry,
          reference: 'ref-1',
          type: `urn:navette:error:${code}`,
        });
      else expect(problem).toMatchObject({ code: 'internal', status: 500 });
    },
  );

  it('that is not in the catalogue shows a reference and nothing of itself', () => {
    for (const thrown of [
      new Error('password=hunter2'),
      withCode('42P01'),
      'hunter2',
      null,
      undefined,
      { a: 'hunter2' },
    ]) {
      const problem = problemOf(thrown, 'ref-2');
      expect(problem).toMatchObject({ code: 'internal', status: 500, reference: 'ref-2' });
      expect(problem.fr).toContain('ref-2');
      expect(JSON.stringify(problem)).not.toMatch(/hunter2|details below/);
      expect(isUnexpected(problem)).toBe(true);
    }
  });

  it('of a value names the field and what was wrong with it, never the value', () => {
    const { error } = z.object({ siret: z.string(), nested: z.object({ a: z.number() }) }).safeParse({
      siret: 12,
      nested: { a: 'hunter2' },
    });
    const problem = problemOf(error, 'ref');
    expect(problem).toMatchObject({ code: 'invalid_request', status: 400 });
    expect(problem.fr).toContain('siret (invalid_type), nested.a (invalid_type)');
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  it.each([
    [404, 'not_found'],
    [413, 'file_too_large'],
    [415, 'invalid_request'],
    [400, 'invalid_request'],
    [500, 'internal'],
  ])('of the HTTP server with status %i is %s', (statusCode, code) => {
    expect(problemOf(withCode('FST_ERR', { statusCode }), 'ref').code).toBe(code);
  });
});

describe('a database that is away', () => {
  it.each(['08006', '08001', '57P01', '57P02', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'])(
    'is known by %s',
    (code) => {
      expect(problemOf(withCode(code), 'ref')).toMatchObject({
        code: 'unavailable',
        status: 503,
        retry: true,
      });
    },
  );

  it('is known by the driver’s words, and by its socket that is not there', () => {
    expect(isDatabaseAway(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isDatabaseAway(withCode('ENOENT', { syscall: 'connect' }))).toBe(true);
  });

  it.each(['23505', '42501', '40001', 'ENOENT'])('is not meant by %s', (code) => {
    expect(isDatabaseAway(withCode(code))).toBe(false);
  });
});
