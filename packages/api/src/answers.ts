/** The types of the answers, named for those who show or make them. */
import type { z } from 'zod';
import type { apiKey } from './routes-api-keys.ts';
import type {
  application,
  applicationRequest,
  installation,
  installationFigures,
} from './routes-applications.ts';
import type { attribute } from './routes-attributes.ts';
import type { auditEntry } from './routes-audit.ts';
import type { binEntry } from './routes-bin.ts';
import type { firmBounceMailbox } from './routes-bounces.ts';
import type { clientImport, importProblem, importRow } from './routes-client-imports.ts';
import type { bulkClientActions, client, clientFilter, clientSelection } from './routes-clients.ts';
import type {
  connection,
  connectionFilter,
  connectionImport,
  connectionImportRow,
  connectionSelection,
} from './routes-connections.ts';
import type { attempt, delivery, document, historyLine, version } from './routes-documents.ts';
import type { firmSettings } from './routes-firms.ts';
import type { folder, lostRule } from './routes-folders.ts';
import type { job, jobItem } from './routes-jobs.ts';
import type { mailSettings } from './routes-mail.ts';
import type { mappedDossier, mappingRow } from './routes-mapping.ts';
import type { invitation, member, memberClient } from './routes-people.ts';
import type {
  pathCompletion,
  rule,
  ruleClient,
  ruleCoverage,
  rulePreview,
  ruleSimulation,
} from './routes-rules.ts';
import type { prerequisite, setup } from './routes-setups.ts';
import type { session } from './routes-sign-in.ts';
import type { badge, partnerReason, problem, reason } from './shapes.ts';

export type Client = z.infer<typeof client>;
export type ClientFilter = z.infer<typeof clientFilter>;
export type BulkClientAction = (typeof bulkClientActions)[number];
export type ClientSelection = z.infer<typeof clientSelection>;
export type Attribute = z.infer<typeof attribute>;
export type ClientImport = z.infer<typeof clientImport>;
export type ImportRow = z.infer<typeof importRow>;
export type ImportProblem = z.infer<typeof importProblem>;
export type FirmSettings = z.infer<typeof firmSettings>;
export type Folder = z.infer<typeof folder>;
export type LostRule = z.infer<typeof lostRule>;
export type BinEntry = z.infer<typeof binEntry>;
export type Document = z.infer<typeof document>;
export type Version = z.infer<typeof version>;
export type Delivery = z.infer<typeof delivery>;
export type Attempt = z.infer<typeof attempt>;
export type HistoryLine = z.infer<typeof historyLine>;
export type Badge = z.infer<typeof badge>;
export type Reason = z.infer<typeof reason>;
export type Problem = z.infer<typeof problem>;
export type PartnerReason = z.infer<typeof partnerReason>;
export type Application = z.infer<typeof application>;
export type Installation = z.infer<typeof installation>;
export type InstallationFigures = z.infer<typeof installationFigures>;
export type ApplicationRequest = z.infer<typeof applicationRequest>;
export type Connection = z.infer<typeof connection>;
export type AuditEntry = z.infer<typeof auditEntry>;
export type Job = z.infer<typeof job>;
export type JobItem = z.infer<typeof jobItem>;
export type Member = z.infer<typeof member>;
export type MemberClient = z.infer<typeof memberClient>;
export type Invitation = z.infer<typeof invitation>;
export type ApiKey = z.infer<typeof apiKey>;
export type MailSettings = z.infer<typeof mailSettings>;
export type Rule = z.infer<typeof rule>;
export type RulePreview = z.infer<typeof rulePreview>;
export type RuleClient = z.infer<typeof ruleClient>;
export type PathCompletion = z.infer<typeof pathCompletion>;
export type RuleCoverage = z.infer<typeof ruleCoverage>;
export type RuleSimulation = z.infer<typeof ruleSimulation>;
export type Setup = z.infer<typeof setup>;
export type SetupPrerequisite = z.infer<typeof prerequisite>;
export type MappingRow = z.infer<typeof mappingRow>;
export type MappedDossier = z.infer<typeof mappedDossier>;
export type ConnectionFilter = z.infer<typeof connectionFilter>;
export type ConnectionSelection = z.infer<typeof connectionSelection>;
export type ConnectionImport = z.infer<typeof connectionImport>;
export type ConnectionImportRow = z.infer<typeof connectionImportRow>;
export type Session = z.infer<typeof session>;
export type FirmBounceMailbox = z.infer<typeof firmBounceMailbox>;
