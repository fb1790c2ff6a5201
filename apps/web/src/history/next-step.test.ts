import type { PartnerReason } from '@navette/api';
import { type ErrorCode, errorCatalogue, heldReasons } from '@navette/model';
import { expect, test } from 'vitest';
import { canRetryHelp, nextStepOf } from './next-step.ts';

const reason = (code: ErrorCode): PartnerReason => ({
  code,
  fr: '',
  en: '',
  who: 'client',
  retry: errorCatalogue[code].retry,
  words: null,
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

test('asks a person only where a person’s word releases, and waits for the repair otherwise', () => {
  const asked = heldReasons.filter(
    (heldReason) => nextStepOf({ state: 'held', heldReason, reason: null }).kind === 'decide',
  );
  expect(asked).toEqual(['guard', 'duplicate', 'manual', 'period']);
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
