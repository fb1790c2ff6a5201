/**
 * The tables as Kysely sees them; `migrations/*.sql` say what each column means, and a test compares the two.
 * Ids are UUIDv7 strings made by the application, times ISO strings, days `AAAA-MM-JJ`, counts and sizes numbers.
 */

import type { ApplicationsSchema } from './schema/applications.ts';
import type { AuditSchema } from './schema/audit.ts';
import type { ClientsSchema } from './schema/clients.ts';
import type { DeliveriesSchema } from './schema/deliveries.ts';
import type { DocumentsSchema } from './schema/documents.ts';
import type { FirmsSchema } from './schema/firms.ts';
import type { JobsSchema } from './schema/jobs.ts';
import type { PeopleSchema } from './schema/people.ts';

export type { AttemptOutcome, HistoryDetails, HistoryKind } from './schema/deliveries.ts';
export type { JobParams } from './schema/jobs.ts';

export interface Schema
  extends FirmsSchema,
    PeopleSchema,
    ClientsSchema,
    DocumentsSchema,
    DeliveriesSchema,
    ApplicationsSchema,
    AuditSchema,
    JobsSchema {}
