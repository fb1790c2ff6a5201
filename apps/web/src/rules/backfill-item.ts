import type { JobItem } from '@navette/api';
import { type DocumentType, documentTypes } from '@navette/model';

/** A document of a job that sends what was there before. */
export interface BackfillDocument {
  readonly name: string;
  readonly clientName: string;
  readonly folderPath: string;
  readonly documentType: DocumentType | undefined;
}

/** Reads an item; what the job did not keep is left empty. */
export function documentOf({ payload }: Pick<JobItem, 'payload'>): BackfillDocument {
  return {
    name: asText(payload.name),
    clientName: asText(payload.clientName),
    folderPath: asText(payload.path),
    documentType: documentTypes.find((type) => type === payload.type),
  };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Why a document was left, once the job came to it. */
export const leftWhy = ['gone', 'changed', 'rule', 'period', 'given', 'new_version'] as const;

/** @returns why an item was skipped, `undefined` when the job did not say. */
export function whyLeft({ detail }: Pick<JobItem, 'detail'>): (typeof leftWhy)[number] | undefined {
  return leftWhy.find((why) => why === detail?.why);
}
