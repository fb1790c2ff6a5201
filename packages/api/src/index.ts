import { applicationRoutes } from './routes-applications.ts';
import { clientRoutes } from './routes-clients.ts';
import { documentRoutes } from './routes-documents.ts';
import { platformRoutes } from './routes-platform.ts';

export * from './answers.ts';
export * from './client.ts';
export * from './route.ts';
export * as shapes from './shapes.ts';

/** Every route of the platform, by name. The OpenAPI document, the server and the typed client are made from this. */
export const routes = { ...platformRoutes, ...clientRoutes, ...documentRoutes, ...applicationRoutes };
