import { apiKeyRoutes } from './routes-api-keys.ts';
import { applicationRoutes } from './routes-applications.ts';
import { attributeRoutes } from './routes-attributes.ts';
import { auditRoutes } from './routes-audit.ts';
import { binRoutes } from './routes-bin.ts';
import { bounceRoutes } from './routes-bounces.ts';
import { clientImportRoutes } from './routes-client-imports.ts';
import { clientRoutes } from './routes-clients.ts';
import { connectionRoutes } from './routes-connections.ts';
import { documentRoutes } from './routes-documents.ts';
import { downloadRoutes } from './routes-downloads.ts';
import { firmRoutes } from './routes-firms.ts';
import { folderRoutes } from './routes-folders.ts';
import { jobRoutes } from './routes-jobs.ts';
import { mailRoutes } from './routes-mail.ts';
import { mappingRoutes } from './routes-mapping.ts';
import { peopleRoutes } from './routes-people.ts';
import { platformRoutes } from './routes-platform.ts';
import { ruleRoutes } from './routes-rules.ts';
import { searchRoutes } from './routes-search.ts';
import { setupRoutes } from './routes-setups.ts';
import { signInRoutes } from './routes-sign-in.ts';
import { uploadRoutes } from './routes-uploads.ts';

export * from './answers.ts';
export * from './client.ts';
export * from './route.ts';
export type { BounceMailboxChange } from './routes-bounces.ts';
export type { MailSettingsChange } from './routes-mail.ts';
export { type MappingGrade, mappingGrades } from './routes-mapping.ts';
export { type UploadMetadata, uploadMetadata } from './routes-uploads.ts';
export * as shapes from './shapes.ts';

/** Every route of the platform, by name. The OpenAPI document, the server and the typed client are made from this. */
export const routes = {
  ...platformRoutes,
  ...firmRoutes,
  ...clientRoutes,
  ...clientImportRoutes,
  ...attributeRoutes,
  ...documentRoutes,
  ...folderRoutes,
  ...binRoutes,
  ...downloadRoutes,
  ...searchRoutes,
  ...uploadRoutes,
  ...applicationRoutes,
  ...setupRoutes,
  ...mappingRoutes,
  ...connectionRoutes,
  ...ruleRoutes,
  ...signInRoutes,
  ...peopleRoutes,
  ...apiKeyRoutes,
  ...mailRoutes,
  ...bounceRoutes,
  ...jobRoutes,
  ...auditRoutes,
};
