/** The types of the answers, named for those who show or make them. */
import type { z } from 'zod';
import type { connection, installation, rule } from './routes-applications.ts';
import type { client, folder } from './routes-clients.ts';
import type { attempt, delivery, document, historyLine, version } from './routes-documents.ts';
import type { badge, problem, reason } from './shapes.ts';

export type Client = z.infer<typeof client>;
export type Folder = z.infer<typeof folder>;
export type Document = z.infer<typeof document>;
export type Version = z.infer<typeof version>;
export type Delivery = z.infer<typeof delivery>;
export type Attempt = z.infer<typeof attempt>;
export type HistoryLine = z.infer<typeof historyLine>;
export type Badge = z.infer<typeof badge>;
export type Reason = z.infer<typeof reason>;
export type Problem = z.infer<typeof problem>;
export type Installation = z.infer<typeof installation>;
export type Connection = z.infer<typeof connection>;
export type Rule = z.infer<typeof rule>;
