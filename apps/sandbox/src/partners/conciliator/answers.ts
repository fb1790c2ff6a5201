import { PartnerRefusal } from '../partner.ts';

/** An error as this interface gives it: a code for programs, words for people. */
export function refusal(
  status: number,
  error: string,
  message: string,
  headers: Record<string, string> = {},
): PartnerRefusal {
  return new PartnerRefusal(status, { error, message }, headers);
}
