import { expect, it } from 'vitest';
import { createInqomClient } from '../partners/inqom/testing/inqom-client.ts';
import { startTestSandbox } from '../testing/test-sandbox.ts';
import { html } from './html.ts';

it('shows a file name made of markup as text', async () => {
  await using started = await startTestSandbox();
  const inqom = createInqomClient(started.sandbox.url);
  const name = `<img src=x onerror="alert('1')">&amp;.pdf`;
  await inqom.push(await inqom.token(), { fields: { DocumentName: name, SourceId: '"><script>' } });
  await inqom.order('PUT', '/inqom/dossiers', [{ id: 48211, name: '<b>Dossier</b>' }]);
  const response = await fetch(started.sandbox.url);
  const markup = await response.text();
  expect(markup).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;.pdf');
  expect(markup).toContain('&lt;b&gt;Dossier&lt;/b&gt;');
  expect(markup).not.toMatch(/<img|<script|<b>/);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
});

it('orders a fault from a form and comes back to the page, which lists it', async () => {
  await using started = await startTestSandbox();
  const inqom = createInqomClient(started.sandbox.url);
  const fields = {
    partner: 'inqom',
    kind: 'status',
    status: '503',
    retryAfter: '',
    seconds: '20',
    count: '',
    body: 'html',
    match: '',
  };
  const ordered = await fetch(`${started.sandbox.url}/_sandbox/faults`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  expect([ordered.status, ordered.headers.get('location')]).toEqual([303, '/']);
  expect((await inqom.order('GET', '/faults')).body).toMatchObject([
    { kind: 'status', status: 503, seconds: 20 },
  ]);
  expect(await (await fetch(started.sandbox.url)).text()).toContain('Répond 503');
  expect((await inqom.signIn()).status).toBe(503);
  await fetch(`${started.sandbox.url}/_sandbox/faults/1/remove`, {
    method: 'POST',
    body: new URLSearchParams(),
  });
  expect((await inqom.signIn()).status).toBe(200);
});

it('escapes every value that the template did not make', () => {
  const parts = [html`<i>${'<'}</i>`, '>', null, undefined, 3];
  expect(html`<p title="${`"'`}">${parts}</p>`.markup).toBe('<p title="&quot;&#39;"><i>&lt;</i>&gt;3</p>');
});
