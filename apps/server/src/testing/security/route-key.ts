/** `GET /api/v1/firms/:firm`, as Fastify was told. */
export type RouteKey = string;
