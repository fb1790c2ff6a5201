/** The places of the firm's own: folders of servers, and buckets. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { canRunOpenSsh, hasApache, hasObjectStore, hasRclone } from '@navette/testkit';
import { bucketAccount, bucketName, davAccount, sshAccount } from './accounts.ts';
import type { Copy } from './copy.ts';
import { present } from './places.ts';
import { plant } from './planted-secrets.ts';
import type { ApplicationRow, Refusal, Repeating } from './row.ts';

/** Every file below a folder that people see; its dossier is the folder at the top, its type the one below. */
export async function copiesBelow(root: string): Promise<Copy[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const [dossier = '', type = ''] = relative(root, path).split(sep);
      return {
        dossier,
        type,
        sha256: createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      };
    }),
  );
}

/** A wrong key is the name of another folder: nobody can tell. */
const place = {
  ...{ key: 'LECOMTE', keyLabel: null, type: 'purchase', sample: 'plain-invoice.pdf', ends: 'delivered' },
  wrongKey: { key: 'LECOMPTE', noticed: 'never', dossier: 'LECOMPTE' },
  stands: { dossier: 'LECOMTE', type: 'achats' },
} as const satisfies Partial<ApplicationRow>;

const outsideTheFolder = (partner: string) => ({
  key: '../LECOMTE',
  fr: `«\u00a0Dossier du client\u00a0» ne peut pas être ../LECOMTE pour ${partner}. Exemple\u00a0: DUPONT`,
});

const folder: ApplicationRow = {
  ...{ ...place, id: 'folder', partner: 'Dossier du serveur' },
  credentials: ({ folderRoot }) => ({ folder: folderRoot }),
  wrong: [
    {
      what: 'un dossier que l’exploitant n’a pas ouvert',
      fill: () => ({ folder: '/etc' }),
      ...{ code: 'credentials_refused', because: 'folder_not_declared' },
      fr: 'Le dossier /etc n’est pas ouvert à Navette sur ce serveur. Demandez à son responsable de le déclarer.',
    },
  ],
  malformed: outsideTheFolder('Dossier du serveur'),
  copies: ({ folderRoot }) => copiesBelow(folderRoot),
  secrets: [],
};

const refused = (partner: string, words: string): Refusal => ({
  ...{ code: 'credentials_refused', because: 'credentials_rejected' },
  fr: `${partner} a refusé ces identifiants. Vérifiez-les\u00a0: rien n’a changé.`,
  words,
});

/** By a key and its passphrase; a password that is wrong is tried alone. */
const sftp: ApplicationRow = {
  ...{ ...place, id: 'sftp', partner: 'SFTP' },
  isHere: canRunOpenSsh,
  credentials: ({ sftp }) => ({
    ...{ host: '127.0.0.1', port: String(present(sftp).port), username: sshAccount.username },
    ...{ privateKey: present(sftp).privateKey, passphrase: sshAccount.passphrase },
  }),
  wrong: [
    {
      what: 'mauvais mot de passe',
      fill: ({ host = '', port = '', username = '' }) => ({
        ...{ host, port, username },
        password: plant('SFTP, mauvais mot de passe', 'Presque & "SFTP" d703'),
      }),
      ...refused('SFTP', 'All configured authentication methods failed'),
    },
    {
      what: 'mauvaise clé privée',
      fill: (right, { sftp }) => ({ ...right, privateKey: present(sftp).otherKey, passphrase: '' }),
      ...refused('SFTP', 'All configured authentication methods failed'),
    },
    {
      what: 'mauvaise phrase secrète',
      fill: (right) => ({
        ...right,
        passphrase: plant('SFTP, mauvaise phrase secrète', 'Presque & "phrase" 19ab'),
      }),
      ...refused('SFTP', 'OpenSSH key integrity check failed -- bad passphrase?'),
    },
  ],
  malformed: outsideTheFolder('SFTP'),
  copies: ({ sftp }) => copiesBelow(present(sftp).home),
  secrets: [],
};

const webdav: ApplicationRow = {
  ...{ ...place, id: 'webdav', partner: 'WebDAV' },
  credentials: ({ webdav }) => ({ ...davAccount, address: `http://${present(webdav).proxy.host}/compta` }),
  wrong: [
    {
      what: 'mauvais mot de passe',
      fill: (right) => ({
        ...right,
        password: plant('WebDAV, mauvais mot de passe', 'Presque & "WebDAV" 8e44'),
      }),
      ...refused('WebDAV', 'HTTP 401'),
    },
  ],
  malformed: outsideTheFolder('WebDAV'),
  isHere: hasApache,
  copies: ({ webdav }) => copiesBelow(present(webdav).root),
  secrets: [davAccount.password],
  repeating: repeatAt(
    ({ webdav }) => present(webdav).proxy,
    ({ method }) => method === 'PUT',
    (words) =>
      `<?xml version="1.0"?><d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns"><s:message>${words}</s:message></d:error>`,
  ),
};

const s3: ApplicationRow = {
  ...{ ...place, id: 's3', partner: 'S3' },
  credentials: ({ bucket }) => ({
    ...{ address: `http://${present(bucket).proxy.host}`, region: 'eu-west-3', bucket: bucketName },
    accessKeyId: bucketAccount.accessKeyId,
    secretAccessKey: bucketAccount.secretAccessKey,
  }),
  wrong: [
    {
      what: 'mauvaise clé secrète',
      fill: (right) => ({
        ...right,
        secretAccessKey: plant('S3, mauvaise clé secrète', 'presque/bucket+5c1b=cabinet'),
      }),
      ...refused('S3', 'SignatureDoesNotMatch'),
    },
  ],
  malformed: outsideTheFolder('S3'),
  // The tests' own client is rclone.
  isHere: hasObjectStore && hasRclone,
  copies: async ({ bucket }) => copiesBelow(await present(bucket).copy()),
  secrets: [bucketAccount.secretAccessKey],
  repeating: repeatAt(
    ({ bucket }) => present(bucket).proxy,
    ({ method, path }) => method === 'PUT' && !path.endsWith('/.navette'),
    (words) => `<?xml version="1.0"?><Error><Code>Refus</Code><Message>${words}</Message></Error>`,
  ),
};

function repeatAt(
  server: Repeating['server'],
  carriesDocument: Repeating['carriesDocument'],
  body: (words: string) => string,
): Repeating {
  const answer = (words: string) => ({ mediaType: 'application/xml', body: body(escapeXml(words)) });
  return { server, isOurs: () => true, carriesDocument, answer };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

export const placeRows: readonly ApplicationRow[] = [sftp, webdav, s3, folder];
