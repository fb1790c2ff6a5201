/** What is there, as rows of a file are compared with it. */
import type { AttributeFacts } from '../attributes/list-attributes.ts';
import type { AttributeValue } from '../attributes/read-value.ts';

export interface ExistingClient {
  readonly id: string;
  readonly name: string;
  readonly isArchived: boolean;
  /** Whether the person who imports sees it. */
  readonly isSeen: boolean;
  readonly values: ReadonlyMap<string, AttributeValue>;
  readonly collaboratorIds: readonly string[];
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isActive: boolean;
}

export interface Existing {
  readonly attributes: readonly AttributeFacts[];
  readonly clients: readonly ExistingClient[];
  /** Administrators and collaborators. */
  readonly people: readonly Person[];
}
