import { PartnerRefusal } from '../partner.ts';

/** `{error, message, details}`, as Pennylane's page on errors shows it. */
export function refusal(status: number, error: string, message: string, details?: object): PartnerRefusal {
  return new PartnerRefusal(status, { error, message, ...(details === undefined ? {} : { details }) });
}

export function invalidField(field: string, issue: string): PartnerRefusal {
  return refusal(422, 'unprocessable_entity', `${field} ${issue}`, { field, issue });
}

export function notFound(): PartnerRefusal {
  return refusal(404, 'not_found', 'Resource not found');
}
