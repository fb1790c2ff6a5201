/** The partner's answers, in our errors. */
import {
  type AnswerTable,
  codeOfAnswer,
  type DeliveryError,
  documentRefusals,
  type FailureFacts,
  failAnswer,
  type PartnerAnswer,
  readJson,
} from '@navette/connector';
import type { ErrorCode } from '@navette/model';
import { z } from 'zod';
import { manifest } from './manifest.ts';

const codes: AnswerTable = {
  ...documentRefusals,
  401: 'credentials_rejected',
  403: 'credentials_rejected',
  404: 'dossier_unknown',
};

const refusal = z.object({ message: z.string() });

/**
 * The error that an answer means: a refusal, which may be told inside a success, or a success that cannot be read (`whenGood`
 * says what that is).
 */
export function failureOf(
  answer: PartnerAnswer,
  facts: Omit<FailureFacts, 'words'>,
  whenGood: ErrorCode = 'partner_unreadable',
): DeliveryError {
  const said = readJson(refusal, answer.text)?.message;
  const isRefusedInside = answer.status < 300 && said !== undefined;
  const code = isRefusedInside ? 'document_refused' : codeOfAnswer(answer.status, codes, whenGood);
  return failAnswer(manifest, answer, code, { ...facts, words: said ?? '' });
}
