export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFacts = Readonly<Record<string, unknown>>;

/** Structured lines on standard error: one JSON object each. Never a secret, never a document's content. */
export type Log = Readonly<Record<LogLevel, (what: string, facts?: LogFacts) => void>>;

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** @returns a log that writes lines at `level` and above. */
export function createLog(level: LogLevel, write: (line: string) => void = writeToStandardError): Log {
  const from = levels.indexOf(level);
  const entry =
    (each: LogLevel) =>
    (what: string, facts: LogFacts = {}) => {
      if (levels.indexOf(each) < from) return;
      write(JSON.stringify({ at: new Date().toISOString(), level: each, what, ...facts }, replaceErrors));
    };
  return { debug: entry('debug'), info: entry('info'), warn: entry('warn'), error: entry('error') };
}

function writeToStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

function replaceErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack } = value;
  const code = 'code' in value && typeof value.code === 'string' ? value.code : undefined;
  return { name, message, code, stack, ...(value.cause === undefined ? {} : { cause: value.cause }) };
}
