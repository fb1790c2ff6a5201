/** What a command prints, and the exit code it ends with. */
import { type ErrorCode, NavetteError } from '@navette/model';
import { sentencesOf } from '../sentences.ts';
import { type Language, say, type Word } from './words.ts';

export const exitCodes = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  /** Not paired, credentials refused, or access revoked. */
  notAllowed: 3,
  /** The server cannot be reached, is not Navette, or its certificate or this computer's clock is wrong. */
  server: 4,
  alreadyRunning: 5,
  directories: 6,
  /** The client or folder that was named cannot be found. */
  destination: 7,
} as const;

const codesByError: Partial<Record<ErrorCode, number>> = {
  invalid_request: exitCodes.usage,
  not_paired: exitCodes.notAllowed,
  wrong_credentials: exitCodes.notAllowed,
  second_factor_needed: exitCodes.notAllowed,
  wrong_second_factor: exitCodes.notAllowed,
  second_factor_locked: exitCodes.notAllowed,
  second_factor_required: exitCodes.notAllowed,
  unknown_web_service: exitCodes.notAllowed,
  agent_revoked: exitCodes.notAllowed,
  not_signed_in: exitCodes.notAllowed,
  not_allowed: exitCodes.notAllowed,
  firm_suspended: exitCodes.notAllowed,
  server_unreachable: exitCodes.server,
  not_a_navette_server: exitCodes.server,
  tls_problem: exitCodes.server,
  clock_off: exitCodes.server,
  too_many_requests: exitCodes.server,
  unavailable: exitCodes.server,
  agent_running: exitCodes.alreadyRunning,
  directories_overlap: exitCodes.directories,
  deposit_dir_missing: exitCodes.directories,
  destination_unclear: exitCodes.destination,
  not_found: exitCodes.destination,
};

/** The exit code of a failure. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return exitCodes.usage;
  if (error instanceof NavetteError) return codesByError[error.code] ?? exitCodes.unexpected;
  return exitCodes.unexpected;
}

/** The command was not written as it should be. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly word: Word;
  readonly params: Readonly<Record<string, string>>;

  constructor(word: Word, params: Readonly<Record<string, string>> = {}) {
    super(say(word, 'en', params));
    this.word = word;
    this.params = params;
  }
}

export interface Output {
  readonly language: Language;
  readonly isJson: boolean;
  /** A result: the object as one JSON line, or the sentences. */
  tell(object: Readonly<Record<string, unknown>>, ...sentences: string[]): void;
  fail(error: unknown): void;
}

export function createOutput(language: Language, isJson: boolean): Output {
  return {
    language,
    isJson,
    tell(object, ...sentences) {
      for (const line of isJson ? [JSON.stringify(object)] : sentences) process.stdout.write(`${line}\n`);
    },
    fail(error) {
      const { code, fr, en } = describe(error);
      const line = isJson ? JSON.stringify({ error: { code, fr, en } }) : language === 'fr' ? fr : en;
      process.stderr.write(`${line}\n`);
    },
  };
}

function describe(error: unknown): { code: string; fr: string; en: string } {
  if (error instanceof UsageError) {
    return {
      code: 'usage',
      fr: say(error.word, 'fr', error.params),
      en: say(error.word, 'en', error.params),
    };
  }
  if (error instanceof NavetteError) return { code: error.code, ...sentencesOf(error) };
  const detail = error instanceof Error ? error.message : String(error);
  return {
    code: 'unexpected',
    fr: say('unexpected', 'fr', { detail }),
    en: say('unexpected', 'en', { detail }),
  };
}
