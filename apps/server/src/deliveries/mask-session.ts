/**
 * What a partner says may repeat what it was told. A connector masks the secrets it knows of; this masks them once more, in all that
 * comes out of any connector, since what comes out is kept, shown and logged.
 */
import { DeliveryError, redactSecrets, type Session } from '@navette/connector';

/**
 * The same session, in whose results and failures none of these secrets can be read.
 * @param isKeySecret whether the key of a client that a call is about is one too
 */
export function maskSession(session: Session, secrets: readonly string[], isKeySecret: boolean): Session {
  const masked = async <Result>(work: () => Promise<Result>, clientKey?: string): Promise<Result> => {
    const all = isKeySecret && clientKey !== undefined ? [...secrets, clientKey] : secrets;
    try {
      return maskValue(await work(), all);
    } catch (error) {
      throw maskError(error, all);
    }
  };
  const { checkClientKey, listDossiers, find, track } = session;
  return {
    check: (signal) => masked(() => session.check(signal)),
    deliver: (request, signal) => masked(() => session.deliver(request, signal), request.clientKey),
    ...(checkClientKey && {
      checkClientKey: (key, signal) => masked(() => checkClientKey.call(session, key, signal), key),
    }),
    ...(find && {
      find: (request, signal) => masked(() => find.call(session, request, signal), request.clientKey),
    }),
    ...(track && {
      track: (key, refs, signal) =>
        masked(async () => new Map(await track.call(session, key, refs, signal)), key),
    }),
    ...(listDossiers && {
      async *listDossiers(signal) {
        try {
          for await (const page of listDossiers.call(session, signal)) yield maskValue(page, secrets);
        } catch (error) {
          throw maskError(error, secrets);
        }
      },
    }),
    close: () => session.close(),
  };
}

/** Texts within lists, maps and plain objects. The key of a map stays: it is what the platform asked by, masked when it came. */
function maskValue<Value>(value: Value, secrets: readonly string[]): Value {
  return mask(value, secrets) as Value;
}

function mask(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return redactSecrets(value, secrets);
  if (Array.isArray(value)) return value.map((each) => mask(each, secrets));
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, mask(each, secrets)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mask(each, secrets)]));
}

/** The error itself where it holds no secret, else one that says the same without. */
function maskError(error: unknown, secrets: readonly string[]): unknown {
  if (!(error instanceof Error)) return mask(error, secrets);
  const told = textOf(error);
  if (redactSecrets(told, secrets) === told) return error;
  const cause = error.cause === undefined ? undefined : maskError(error.cause, secrets);
  if (error instanceof DeliveryError) {
    const params = maskValue(error.params, secrets);
    return new DeliveryError(error.code, params, maskValue(error.answer, secrets), cause);
  }
  const plain = new Error(redactSecrets(error.message, secrets), { cause });
  plain.name = error.name;
  if (error.stack !== undefined) plain.stack = redactSecrets(error.stack, secrets);
  return plain;
}

/** All that a log or an answer may show of an error, its causes included. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? '';
  const { message, stack, cause, ...more } = error;
  return `${message}\n${stack}\n${JSON.stringify(more)}\n${cause === undefined ? '' : textOf(cause)}`;
}
