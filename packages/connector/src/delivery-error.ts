import {
  type ErrorClass,
  type ErrorCode,
  type ErrorParams,
  errorCatalogue,
  NavetteError,
} from '@navette/model';

/** What is known of the partner's answer beside the code. Never holds a secret. */
export interface AnswerFacts {
  readonly httpStatus?: number;
  readonly requestId?: string;
  /** The partner's own words, shown to people; cut at 500 characters. */
  readonly words?: string;
  /** How long the partner asks to wait. */
  readonly retryAfterMs?: number;
}

const maxWords = 500;

/** What every method of a session throws. The class, from the catalogue, decides what the queue does. */
export class DeliveryError extends NavetteError {
  readonly class: ErrorClass;
  readonly answer: AnswerFacts;

  constructor(code: ErrorCode, params: ErrorParams, answer: AnswerFacts = {}, cause?: unknown) {
    super(code, params, cause);
    const errorClass = errorCatalogue[code].class;
    if (errorClass === undefined) throw new TypeError(`${code} is not a code of deliveries`);
    this.class = errorClass;
    this.answer = answer.words === undefined ? answer : { ...answer, words: answer.words.slice(0, maxWords) };
  }
}
