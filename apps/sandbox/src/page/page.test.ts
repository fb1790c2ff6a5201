import { expect, it } from 'vitest';
import { createMailClient } from '../mailbox/testing/mail-client.ts';
import { createCegidClient } from '../partners/cegid-loop/testing/cegid-client.ts';
import { createInqomClient } from '../partners/inqom/testing/inqom-client.ts';
import { createPennylaneClient, makeXml } from '../partners/pennylane/testing/pennylane-client.ts';
import { makeDocument, makePdf } from '../testing/make-document.ts';
import { startTestSandbox } from '../testing/test-sandbox.ts';
import { html } from './html.ts';

const read = async (url: string) => (await fetch(url)).text();

/** The address of the page of a document, by its name. */
async function findDocument(url: string, name: string): Promise<string> {
  const received = (await (await fetch(`${url}/_sandbox/received`)).json()) as { id: string; name: string }[];
  return `${url}/documents/${received.find((document) => document.name === name)?.id}`;
}

it('shows a file name made of markup as text', async () => {
  await using started = await startTestSandbox();
  const inqom = createInqomClient(started.sandbox.url);
  const name = `<img src=x onerror="alert('1')">&amp;.pdf`;
  await inqom.push(await inqom.token(), { fields: { DocumentName: name, SourceId: '"><script>' } });
  await inqom.order('PUT', '/inqom/dossiers', [{ id: 48211, name: '<b>Dossier</b>' }]);
  const pages = [started.sandbox.url, await findDocument(started.sandbox.url, name)];
  for (const page of pages) {
    const response = await fetch(page);
    const markup = await response.text();
    expect(markup).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;.pdf');
    expect(markup).toContain('&lt;b&gt;Dossier&lt;/b&gt;');
    expect(markup).not.toMatch(/<img|<script|<b>/);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});

it('shows what each partner and the mailbox received, and what to type to connect to those that have nothing', async () => {
  await using started = await startTestSandbox();
  const { url } = started.sandbox;
  await createCegidClient(url).store({ filename: 'pneus.pdf' });
  await createPennylaneClient(url).import({ name: 'vente.xml' });
  await createMailClient(started).send({ to: 'garage@dext.cc' });
  const page = await read(url);
  expect(page).toMatch(/Garage du Centre <span>GARAGE01, 1\u00a0document<\/span>[\s\S]*pneus\.pdf/);
  expect(page).toContain('vente.xml');
  expect(page).toContain('Pris par Dext');
  expect(page).toMatch(/Rien encore chez <a href="\/partenaires\/inqom">Inqom – PushDoc API<\/a>.* ni <a/);
  for (const name of ['inqom', 'myunisoft', 'acd', 'cegid-loop', 'conciliator', 'pennylane']) {
    const own = await read(`${url}/partenaires/${name}`);
    expect(own).toContain(`${url}/${name}`);
    expect(own).toContain('Ordonner une panne');
    expect(page).toContain(`<option value="${name}">`);
  }
  expect((await fetch(`${url}/partenaires/nobody`)).status).toBe(404);
  expect((await fetch(`${url}/documents/1`)).status).toBe(404);
});

it('marks what was lost without a word wherever it stands', async () => {
  await using started = await startTestSandbox();
  const { url } = started.sandbox;
  const cegid = createCegidClient(url);
  await cegid.store({ filename: 'gardé.pdf' });
  expect(await read(url)).not.toMatch(/Perdu|lost-count/);
  await cegid.store({ context: 'GARAGE02', filename: 'perdu.pdf' });
  await cegid.store({ filename: 'jamais lu.xml' }, makeDocument('<Invoice/>'));
  for (const page of [url, `${url}/partenaires/cegid-loop`]) {
    const markup = await read(page);
    expect(markup).toContain('1\u00a0document a été pris sans erreur pour un dossier qui n’existe pas');
    expect(markup).toMatch(
      /<tr class="lost">\s*<td class="name" title="perdu\.pdf">[\s\S]*?Perdu sans un mot/,
    );
    expect(markup.match(/<tr class="lost">/g)).toHaveLength(1);
    expect(markup).toContain('Jamais traité');
  }
  expect(await read(await findDocument(url, 'perdu.pdf'))).toContain('personne n’y verra jamais ce document');
  expect(await read(await findDocument(url, 'jamais lu.xml'))).toContain('ne le lira jamais');
});

it('opens a PDF and a picture as they are, an XML as text, and offers the rest for download', async () => {
  await using started = await startTestSandbox();
  const { url } = started.sandbox;
  const cegid = createCegidClient(url);
  const page = '<html><script>alert(1)</script></html>';
  await cegid.store({ filename: 'a.pdf' }, makePdf());
  await cegid.store({ filename: 'a.jpg' }, makeDocument(Uint8Array.of(0xff, 0xd8, 0xff)));
  await cegid.store({ filename: 'a.html' }, Uint8Array.from(Buffer.from(page)));
  await cegid.store({ filename: 'a.zip' }, makeDocument('PK\u0003\u0004'));
  await createPennylaneClient(url).import({ name: 'a.xml', bytes: makeXml('ubl') });

  const view = async (name: string) => read(await findDocument(url, name));
  const content = async (name: string) =>
    fetch(`${(await findDocument(url, name)).replace('/documents/', '/_sandbox/received/')}/content`);

  expect(await view('a.pdf')).toMatch(/<iframe class="document" src="\/_sandbox\/received\/\d+\/content#/);
  expect(await view('a.jpg')).toMatch(/<img src="\/_sandbox\/received\/\d+\/content" alt="a\.jpg">/);
  expect(await view('a.xml')).toContain('&lt;Invoice xmlns=&quot;urn:oasis');
  expect(await view('a.html')).toContain('&lt;script&gt;alert(1)');
  expect(await view('a.zip')).toContain('Un navigateur ne montre pas ce format');

  for (const [name, type] of [
    ['a.pdf', 'application/pdf'],
    ['a.jpg', 'image/jpeg'],
    ['a.xml', 'application/octet-stream'],
    ['a.html', 'application/octet-stream'],
  ] as const) {
    const { headers } = await content(name);
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});

it('shows the attachments of a mail in the same way', async () => {
  await using started = await startTestSandbox();
  const { mailboxUrl, url } = started.sandbox;
  const attachments = [
    { filename: 'a.pdf', content: Buffer.from(makePdf()) },
    { filename: 'b.xml', content: Buffer.from('<a><b>1</b></a>') },
  ];
  await createMailClient(started).send({ to: 'garage@dext.cc', attachments });
  expect(await read(`${mailboxUrl}/mail/1`)).toContain('href="/mail/1/attachments/1/view"');
  const pdf = await read(`${mailboxUrl}/mail/1/attachments/0/view`);
  expect(pdf).toContain('<iframe class="document" src="/mail/1/attachments/0/content#');
  expect(pdf).toContain(`href="${url}"`);
  expect((await fetch(`${mailboxUrl}/mail/1/attachments/0/content`)).headers.get('content-type')).toBe(
    'application/pdf',
  );
  const xml = await read(`${mailboxUrl}/mail/1/attachments/1/view`);
  expect(xml).toContain('&lt;a&gt;\n  &lt;b&gt;1&lt;/b&gt;\n&lt;/a&gt;');
  expect((await fetch(`${mailboxUrl}/mail/1/attachments/2/view`)).status).toBe(404);
});

it('orders a fault from a form and comes back to its page, which lists it', async () => {
  await using started = await startTestSandbox();
  const { url } = started.sandbox;
  const cegid = createCegidClient(url);
  const fields = { partner: 'cegid-loop', kind: 'status', status: '503', seconds: '20', body: 'html' };
  const post = (path: string, body: Record<string, string>) =>
    fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(body), redirect: 'manual' });
  const here = '/partenaires/cegid-loop';
  const ordered = await post(`/_sandbox/faults?retour=${here}`, {
    ...fields,
    retryAfter: '',
    count: '',
    match: '',
  });
  expect([ordered.status, ordered.headers.get('location')]).toEqual([303, here]);
  expect((await cegid.order('GET', '/faults')).body).toMatchObject([
    { kind: 'status', status: 503, seconds: 20 },
  ]);
  for (const page of [url, url + here]) expect(await read(page)).toContain('Répond 503');
  expect(await read(`${url}/partenaires/inqom`)).not.toContain('Répond 503');
  expect((await cegid.list()).status).toBe(503);
  const removed = await post(`/_sandbox/faults/1/remove?retour=${here}`, {});
  expect(removed.headers.get('location')).toBe(here);
  expect((await cegid.list()).status).toBe(200);

  const expired = await post('/_sandbox/faults', { partner: 'inqom', kind: 'expireTokens' });
  expect(await read(url + expired.headers.get('location'))).toContain('Les jetons donnés jusqu’ici');
  const elsewhere = await post('/_sandbox/faults?retour=https://example.com', fields);
  expect(elsewhere.headers.get('location')).toBe('/');
  // It has no token to expire.
  expect(await read(url + here)).not.toContain('Périmer les jetons');
});

it('escapes every value that the template did not make', () => {
  const parts = [html`<i>${'<'}</i>`, '>', null, undefined, 3];
  expect(html`<p title="${`"'`}">${parts}</p>`.markup).toBe('<p title="&quot;&#39;"><i>&lt;</i>&gt;3</p>');
});
