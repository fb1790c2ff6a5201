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
    folderPath: asText(payload.folderPath),
    documentType: documentTypes.find((type) => type === payload.documentType),
  };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
