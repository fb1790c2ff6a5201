import type { z } from 'zod';

/** @returns a text read as JSON with a schema, or `null` when it is not that: a proxy's page, half an answer. Never throws. */
export function readJson<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> | null {
  const parsed = schema.safeParse(parse(text));
  return parsed.success ? parsed.data : null;
}

/** @returns `undefined` for what is not JSON; the parser's own error would quote the text, which may hold a token. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
