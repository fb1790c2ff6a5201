/** Shapes that several routes share. Plain objects: ids are UUID strings, times ISO strings, counts and sizes numbers. */
import { deliveryStates, documentTypes, heldReasons } from '@navette/model';
import { z } from 'zod';

export const id = z.uuid();
export const time = z.iso.datetime({ offset: true });
export const documentType = z.enum(documentTypes);
export const deliveryState = z.enum(deliveryStates);
export const role = z.enum(['admin', 'collaborator', 'client']);

/** A page of a list. `next` goes back as `cursor`; `null` on the last page. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable(), total: z.number().int().nullable() });
}

export const pageQuery = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
};

/** A failure with its sentences: what happened, who can act, whether trying again helps. */
export const reason = z.object({
  code: z.string(),
  fr: z.string(),
  en: z.string(),
  who: z.enum(['client', 'collaborator', 'admin', 'operator', 'partner', 'publisher']),
  retry: z.boolean(),
});

/** Why a partner refused or did not answer, beside its own words. */
export const partnerReason = reason.extend({ words: z.string().nullable() });

/** RFC 9457, from the one catalogue of errors. */
export const problem = reason.extend({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  /** To quote to the operator. */
  reference: z.string().optional(),
  /** The field of the request it is about: `name`, `attributes.<id>`, `credentials.<name>`. */
  field: z.string().optional(),
  /** What a partner answered, when the failure is that of credentials or of a client's key that were tried there. */
  because: partnerReason.optional(),
});

/** How a document stands, over all its deliveries: the most urgent state wins. */
export const badge = z.object({
  state: z.enum([...deliveryStates, 'nothing_to_send']),
  heldReason: z.enum(heldReasons).nullable(),
  /** The partner said it is booked. */
  booked: z.boolean(),
  reason: reason.nullable(),
  /** Short name of the partner concerned. */
  partner: z.string().nullable(),
});

/** CSV is UTF-8 with its mark, `;` between cells: what French spreadsheets open without asking. */
export const sheetFormat = z.enum(['csv', 'xlsx']);

/** A mail server: a name or an address, IPv6 without brackets. */
export const mailHost = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[^\s/@[\]]+$/);
export const mailPort = z.number().int().min(1).max(65_535);
export const mailSecurity = z.enum(['none', 'starttls', 'tls']);

export const firmParams = z.object({ firm: id });
