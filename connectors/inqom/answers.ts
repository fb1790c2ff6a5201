/** What is read of Inqom's answers. Fields that are not used are let through unread, since they change. */
import { type PartnerAnswer, readJson } from '@navette/connector';
import { z } from 'zod';

const identifier = z.union([z.string().min(1), z.number()]).transform(String);
const optionalText = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? '' : String(value).trim()));

export const tokenAnswer = z.object({
  // What a header can hold: anything else would come back inside an error of the HTTP client.
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_in: z.coerce.number().positive(),
});

export const accessList = z.array(
  z.object({ AccessType: optionalText, Id: identifier.nullish(), CompanyId: identifier.nullish() }),
);

export const dossierList = z.array(
  z.object({
    Id: identifier,
    Name: optionalText,
    Siren: optionalText,
    Nic: optionalText,
    Status: optionalText,
  }),
);

export const documentAnswer = z.object({
  Id: identifier,
  SourceId: optionalText,
  OrigineId: optionalText,
  Status: optionalText,
  StatusReasons: z
    .union([z.array(z.string()), z.string().transform((reason) => (reason === '' ? [] : [reason]))])
    .nullish()
    .transform((reasons) => reasons ?? []),
});

export const documentList = z.array(documentAnswer);

export const expenseBillAnswer = z.object({ DocumentId: identifier });

export type DocumentAnswer = z.output<typeof documentAnswer>;

/** @returns a good answer read with a schema; `null` for a refusal, or for what was not expected. */
export function readAnswer<Schema extends z.ZodType>(
  schema: Schema,
  { status, text }: PartnerAnswer,
): z.output<Schema> | null {
  return status < 300 ? readJson(schema, text) : null;
}

const refusal = z.object({
  Message: z.string().optional(),
  message: z.string().optional(),
  error_description: z.string().optional(),
  error: z.string().optional(),
  title: z.string().optional(),
});

/** @returns what Inqom says of a refusal, in its words; empty when it says nothing a person could read. */
export function wordsOf(answer: PartnerAnswer): string {
  const said = readJson(refusal, answer.text);
  if (said === null) return answer.mediaType === 'text/plain' ? answer.text.trim() : '';
  return said.Message ?? said.message ?? said.error_description ?? said.title ?? said.error ?? '';
}

const oauthRefusal = z.object({ error: z.string() });

/** Which value of the form a refused sign-in is about, by OAuth 2 (RFC 6749, 5.2): who calls, or in whose name. */
export function refusedField({ text }: PartnerAnswer): { field?: string } {
  const error = readJson(oauthRefusal, text)?.error;
  if (error === 'invalid_client') return { field: 'clientSecret' };
  return error === 'invalid_grant' ? { field: 'password' } : {};
}
