/** A folder on a WebDAV server, as files to write, read and rename. Sources: RFC 4918, RFC 7617 (Basic). */
import {
  type ConnectorContext,
  DeliveryError,
  type DocumentSource,
  download,
  encodeRaw,
  exchange,
  type PartnerAnswer,
  type PartnerRequest,
  type RemoteFiles,
  untilAborted,
} from '@navette/connector';
import { failureOf } from './errors.ts';
import { manifest } from './manifest.ts';

const { partner } = manifest;

export interface Account {
  /** Of the folder, without a slash at its end. */
  readonly address: string;
  readonly username: string;
  readonly password: string;
}

export interface Collection {
  readonly files: RemoteFiles;
  /** Asks whether there is a folder of WebDAV, and whether the account may see it. @throws DeliveryError */
  look(signal: AbortSignal): Promise<void>;
}

export function openCollection(account: Account, { fetch, now }: ConnectorContext): Collection {
  const { address, username, password } = account;
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  // Lengths are compared: a body that is packed on the way has another.
  const common = { authorization: `Basic ${basic}`, 'accept-encoding': 'identity' };
  const facts = { folder: URL.parse(address)?.pathname ?? address, secrets: [password, basic] };
  const urlOf = (path: string) => `${address}/${path.split('/').map(encodeURIComponent).join('/')}`;
  const refuse = (answer: PartnerAnswer) => failureOf(answer, facts);
  const refuseVanished = (answer: PartnerAnswer) => failureOf(answer, { ...facts, wasThere: true });
  const inTurn = takeTurns();

  function ask(
    method: PartnerRequest['method'],
    url: string,
    signal: AbortSignal,
    more: Pick<PartnerRequest, 'body'> & { readonly headers?: PartnerRequest['headers'] } = {},
  ): Promise<PartnerAnswer> {
    const request = { method, url, ...more, headers: { ...common, ...more.headers } };
    return exchange({ partner, fetch, now }, request, signal);
  }

  /** Asks for a file or a folder without reading it. */
  function lookAt(url: string, signal: AbortSignal): Promise<PartnerAnswer> {
    const headers = { depth: '0', 'content-type': 'application/xml' };
    const body = '<?xml version="1.0"?><propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>';
    return ask('PROPFIND', url, signal, { headers, body });
  }

  async function makeFolder(path: string, signal: AbortSignal): Promise<void> {
    const url = `${urlOf(path)}/`;
    let answer = await ask('MKCOL', url, signal);
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (answer.status === 409 && parent !== '') {
      await makeFolder(parent, signal);
      answer = await ask('MKCOL', url, signal);
    }
    // 405: it is there already.
    if (answer.status === 201 || answer.status === 405) return;
    // Apache refuses with 403 when somebody made it at the same moment.
    if ((await lookAt(url, signal)).status !== 207) throw refuse(answer);
  }

  /** @param destination RFC 4918 § 10.3 allows a whole address and a path alone */
  async function move(from: string, destination: string, signal: AbortSignal): Promise<PartnerAnswer> {
    try {
      return await ask('MOVE', urlOf(from), signal, { headers: { destination, overwrite: 'F' } });
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.code !== 'partner_unreachable') throw error;
      throw new DeliveryError('outcome_unknown', { partner }, error.answer, error);
    }
  }

  async function rename(from: string, to: string, signal: AbortSignal): Promise<boolean> {
    const whole = await move(from, urlOf(to), signal);
    // A server behind a proxy knows itself by another address than ours, and takes ours for a stranger's.
    const isStranger = whole.status === 400 || whole.status === 502;
    const answer = isStranger ? await move(from, new URL(urlOf(to)).pathname, signal) : whole;
    if (answer.status === 412) return false;
    if (answer.status === 201 || answer.status === 204) return true;
    // A gateway may have said 502 of a rename that was done: then there is nothing left to rename.
    if (whole.status === 502 && answer.status === 404)
      throw new DeliveryError('outcome_unknown', { partner }, { httpStatus: whole.status });
    throw failureOf(answer, { ...facts, wasThere: true, whenGood: 'outcome_unknown' });
  }

  const files: RemoteFiles = {
    async stat(path, signal) {
      const answer = await ask('HEAD', urlOf(path), signal);
      if (answer.status === 404) return null;
      const length = answer.headers.get('content-length');
      if (answer.status === 200 && length !== null) return { sizeBytes: Number(length) };
      // A folder of that name: servers refuse its content, or send on to its address.
      const isThere = answer.status !== 200 && (await lookAt(urlOf(path), signal)).status === 207;
      if (!isThere) throw refuse(answer);
      return { sizeBytes: -1 };
    },

    read: (path, signal) =>
      download({ partner, fetch, now }, { url: urlOf(path), headers: common }, signal, refuseVanished),

    async write(path, document: DocumentSource, signal) {
      const answer = await ask('PUT', urlOf(path), signal, { body: encodeRaw(document, signal) });
      if (![200, 201, 204].includes(answer.status)) throw refuse(answer);
    },

    rename: (from, to, signal) => inTurn(() => rename(from, to, signal), signal),

    async remove(path, signal) {
      const answer = await ask('DELETE', urlOf(path), signal);
      if (answer.status >= 300 && answer.status !== 404) throw refuse(answer);
    },

    makeFolder,
  };

  return {
    files,
    async look(signal) {
      const answer = await lookAt(`${address}/`, signal);
      if (answer.status !== 207) throw refuse(answer);
    },
  };
}

/**
 * One after the other. Apache looks whether a name is free and then renames, in two steps: of two at the same moment the second
 * replaces the first (6 times in 150 rounds of 8). What holds between processes is the manifest's concurrency.
 */
function takeTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return async <Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> => {
    const before = last;
    const { promise: done, resolve: end } = Promise.withResolvers<void>();
    last = before.then(() => done);
    try {
      // Whoever gives up waiting has asked for nothing.
      await untilAborted(before, partner, signal);
      return await work();
    } finally {
      end();
    }
  };
}
