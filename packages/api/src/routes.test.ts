import { describe, expect, it } from 'vitest';
import { type Route, routes } from './index.ts';

const all = Object.entries<Route>(routes);
/** They change nothing: what they ask is too long for an address. */
const asksByPost = ['previewName', 'previewRule', 'listRuleClients', 'exportMapping', 'exportConnections'];

describe.each(all)('the route %s', (_, route) => {
  it('names the scope of keys when it takes keys, and only then', () => {
    expect(route.scope !== null).toBe(route.who.includes('api_key'));
  });

  it('reads with a scope of reading and writes with one of writing', () => {
    if (route.scope === null) return;
    const isReading = ['GET', 'HEAD'].includes(route.method) || asksByPost.includes(route.name);
    // Uploads ask before they write: what can be uploaded, and how far it went.
    const isUpload = route.path.includes('/uploads');
    if (!isUpload) expect(route.scope.endsWith(':read')).toBe(isReading);
  });

  it('takes keys only inside a firm, and where an administrator alone may act for its applications only', () => {
    if (!route.who.includes('api_key')) return;
    expect(route.path).toContain('/firms/:firm');
    if (!route.who.includes('collaborator')) expect(route.scope).toMatch(/^applications:/);
  });
});

it('no two routes share their method and path', () => {
  const places = all.map(([, { method, path }]) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
});
