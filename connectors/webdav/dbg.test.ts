import { openWorld } from '@navette/connector';
import { makeDocument } from '@navette/connector/conformance';
import { test } from 'vitest';
import { startFaultProxy } from '@navette/testkit';
import { account, startApache, startLighttpd, startRclone } from './test-servers.ts';
import { connector } from './webdav.ts';
test.each([['a', startApache], ['l', startLighttpd], ['r', startRclone]])('x %s', async (n, s) => {
  await using server = await s();
  await using proxy = await startFaultProxy({ upstream: server.host });
  await using world = openWorld({ allowedHosts: [proxy.host] });
  const c = world.context();
  const fetch: typeof c.fetch = async (u, i) => { const r = await c.fetch(u, i); console.log(n, i?.method, String(u).slice(20), JSON.stringify(i?.headers?.['destination']??''), r.status, r.headers.get('location')); return r; };
  const session = connector.open({ address: `http://${proxy.host}/compta`, ...account }, { ...c, fetch });
  console.log(await session.check(AbortSignal.timeout(5000)).catch(e => e.message + e.stack));
  console.log(await session.deliver({ deliveryId: 'abc', clientKey: 'DUP & é', clientName: 'x', type: 'purchase', document: makeDocument(5000) }, AbortSignal.timeout(5000)).catch(e => e.message));
});
