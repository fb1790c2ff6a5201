/** The OpenAPI document as a page that integrators browse and try. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/** Where the page is; `…/json` and `…/yaml` give the document. */
const apiPageAddress = '/api/docs';

/** Serves the page of the API. It asks nothing of any other host, and runs only its own scripts. */
export async function registerApiPage(
  app: FastifyInstance,
  document: Record<string, unknown>,
): Promise<void> {
  await app.register(swagger, { mode: 'static', specification: { document: document as never } });
  await app.register(swaggerUi, {
    routePrefix: apiPageAddress,
    uiConfig: {
      docExpansion: 'none',
      deepLinking: true,
      filter: true,
      persistAuthorization: false,
      validatorUrl: null,
    },
    theme: { title: 'Navette – API' },
    staticCSP: {
      'default-src': "'none'",
      'script-src': "'self'",
      // Swagger UI writes style attributes.
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' data:",
      'font-src': "'self' data:",
      'connect-src': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
    },
  });
}
