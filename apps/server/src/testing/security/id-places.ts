import { type Route, routes, uploadMetadata } from '@navette/api';
import { z } from 'zod';
import type { RouteKey } from './route-key.ts';

/** Where a request names something by its id: `:client`, `?client`, `documentIds[]`, `names{}` for the names of a record. */
export type Place = string;

/** Every place of every route, `firm` apart: who may be there is another test's. */
export function listIdPlaces(): ReadonlyMap<RouteKey, { readonly route: Route; readonly places: Place[] }> {
  return new Map(
    Object.values<Route>(routes).map((route) => {
      const inAddress = placesIn(route.params)
        .filter((place) => place !== 'firm')
        .map((place) => `:${place}`);
      const inQuery = placesIn(route.query).map((place) => `?${place}`);
      const isBeginning = route.bodyKind === 'part' && route.method === 'POST';
      const inBody = placesIn(isBeginning ? uploadMetadata : route.body);
      const places = [...inAddress, ...inQuery, ...inBody].sort();
      return [`${route.method} ${route.path}`, { route, places }];
    }),
  );
}

function placesIn(schema: z.ZodType): Place[] {
  const found = new Set<Place>();
  collect(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), '', found);
  return [...found];
}

type Node = z.core.JSONSchema.JSONSchema;

function collect(node: z.core.JSONSchema._JSONSchema | undefined, at: string, found: Set<Place>): void {
  if (typeof node !== 'object') return;
  if (node.format === 'uuid') found.add(at);
  for (const [name, child] of Object.entries(node.properties ?? {}))
    collect(child, at === '' ? name : `${at}.${name}`, found);
  for (const child of [node.items ?? []].flat()) collect(child as Node, `${at}[]`, found);
  if (typeof node.additionalProperties === 'object') collect(node.additionalProperties, `${at}{}`, found);
  if (node.propertyNames) collect(node.propertyNames, `${at}{}`, found);
  for (const child of [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])])
    collect(child, at, found);
}
