import type { Reason } from '@navette/api';
import { type ErrorCode, errorCatalogue } from '@navette/model';
import { expect, test } from 'vitest';
import { canRetryHelp, nextStepOf } from './next-step.ts';

const reason = (code: ErrorCode): Reason => ({
  code,
  fr: '',
  en: '',
  who: 'client',
  retry: errorCatalogue[code].retry,
});

test('offers another version where the bytes are the trouble', () => {
  for (const code of ['document_too_large', 'format_refused', 'document_refused'] as const) {
    expect(nextStepOf({ state: 'undelivered', heldReason: null, reason: reason(code) }).kind).toBe(
      'new_version',
    );
  }
});

test('offers to send again everything else that is undelivered', () => {
  expect(nextStepOf({ state: 'undelivered', heldReason: null, reason: reason('dossier_unknown') }).kind).toBe(
    'retry',
  );
  expect(nextStepOf({ state: 'undelivered', heldReason: null, reason: null }).kind).toBe('retry');
});

test('asks about a possible duplicate and waits with what is held otherwise', () => {
  expect(nextStepOf({ state: 'held', heldReason: 'duplicate', reason: null }).kind).toBe('duplicate');
  expect(nextStepOf({ state: 'held', heldReason: 'connection', reason: null }).kind).toBe('wait');
});

test('says that nothing is to be done while it is tried again by itself', () => {
  expect(nextStepOf({ state: 'waiting', heldReason: null, reason: reason('partner_error') }).kind).toBe(
    'wait',
  );
  expect(nextStepOf({ state: 'delivered', heldReason: null, reason: null }).kind).toBe('none');
});

test('knows from the catalogue whether trying again helps', () => {
  expect(canRetryHelp(reason('tries_exhausted'))).toBe(true);
  expect(canRetryHelp(reason('document_too_large'))).toBe(false);
  expect(canRetryHelp(null)).toBe(true);
});
