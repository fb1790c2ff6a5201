import { type Route, routes, shapes } from '@navette/api';
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';

const problemResponse = {
  description: 'A failure, with its code, its sentences, who can act and whether trying again helps.',
  content: { 'application/problem+json': { schema: shapes.problem.meta({ id: 'Problem' }) } },
};

/** The OpenAPI 3.1 document of every route of the contract. */
export function buildOpenApi(version: string): Record<string, unknown> {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of Object.values<Route>(routes)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describe(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Navette',
      version,
      description: 'From the folder where a document is dropped to the tool that books it.',
    },
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'navette.session_token' },
        agent: { type: 'http', scheme: 'bearer' },
        api_key: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A key that an administrator made: `Authorization: Bearer nav_…`. Each route names the scope it needs.',
        },
      },
    },
  }) as unknown as Record<string, unknown>;
}

function describe(route: Route): ZodOpenApiOperationObject {
  return {
    operationId: route.name,
    summary: route.summary,
    'x-who': [...route.who],
    security: route.who.includes('anyone')
      ? []
      : [
          { session: [] },
          ...(route.who.includes('agent') ? [{ agent: [] }] : []),
          ...(route.scope === null ? [] : [{ api_key: [route.scope] }]),
        ],
    requestParams: { path: asObject(route.params), query: asObject(route.query), ...headersOf(route) },
    ...requestBodyOf(route),
    responses: { [String(route.status)]: answerOf(route), default: problemResponse },
  } as ZodOpenApiOperationObject;
}

function asObject(schema: z.ZodType): z.ZodObject {
  if (!(schema instanceof z.ZodObject)) throw new TypeError('Parameters are objects');
  return schema;
}

const partHeaders = z.object({
  'Tus-Resumable': z.literal('1.0.0'),
  'Upload-Offset': z.string().optional(),
  'Upload-Length': z.string().optional(),
  'Upload-Metadata': z.string().optional(),
});

function headersOf(route: Route) {
  if (route.bodyKind === 'part') return { header: partHeaders };
  if (route.bodyKind !== 'bytes') return {};
  const header = z.object({
    'Idempotency-Key': z.string().min(8).max(200),
    'Content-Digest': z.string().optional(),
  });
  return { header };
}

function requestBodyOf(route: Route) {
  if (route.bodyKind === 'none') return {};
  if (route.bodyKind === 'json')
    return { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } };
  const schema = { type: 'string', format: 'binary' } as const;
  const type = route.bodyKind === 'part' ? 'application/offset+octet-stream' : 'application/octet-stream';
  return { requestBody: { required: route.bodyKind === 'bytes', content: { [type]: { schema } } } };
}

function answerOf(route: Route) {
  const description = 'Done.';
  if (route.status === 204) return { description };
  if (route.answerKind === 'bytes') return { description, content: { 'application/octet-stream': {} } };
  if (route.answerKind === 'events') return { description, content: { 'text/event-stream': {} } };
  return { description, content: { 'application/json': { schema: route.answer } } };
}
