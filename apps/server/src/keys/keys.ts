import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Transaction } from 'kysely';
import type { Database } from '../database/open-database.ts';
import type { Schema } from '../database/schema.ts';
import { type SealingKey, seal, sealingKeyId, unseal } from './sealing.ts';

/** Every value sealed under the master key carries this id; firms' own keys have random ones. */
const masterKeyId = '00000000-0000-0000-0000-000000000001';
const masterKeyBytes = 32;
const sentinelText = 'navette';

export interface Keys {
  /** A secret derived from the master key for one purpose, as hex. The same purpose gives the same secret. */
  derive(purpose: string): string;
  /** Creates the data key of a new firm. */
  createFirmKey(trx: Transaction<Schema>, firmId: string, now: Date): Promise<void>;
  /** Seals a value of a firm's row under the firm's newest key. */
  sealForFirm(trx: Transaction<Schema>, firmId: string, place: string, plain: string): Promise<Uint8Array>;
  /** Seals many values, in their order, the firm's key being read once. */
  sealEachForFirm(
    trx: Transaction<Schema>,
    firmId: string,
    values: readonly { readonly place: string; readonly plain: string }[],
  ): Promise<Uint8Array[]>;
  /** Opens what `sealForFirm` made. @throws Error when it was altered or moved */
  unsealForFirm(trx: Transaction<Schema>, firmId: string, place: string, sealed: Uint8Array): Promise<string>;
  /** Opens many values, in their order. @throws Error when one was altered or moved */
  unsealEachForFirm(
    trx: Transaction<Schema>,
    firmId: string,
    values: readonly { readonly place: string; readonly sealed: Uint8Array }[],
  ): Promise<string[]>;
  /** Start-up check: seals a sentinel once, then proves that this key opens it. @throws Error when it does not */
  checkSentinel(database: Database): Promise<void>;
}

/** The master key from the settings, else from a 0600 file in the data folder, made on the first run. */
export async function loadMasterKey(dataDir: string, setting: string | undefined): Promise<Uint8Array> {
  if (setting !== undefined) return decodeMasterKey(setting, 'NAVETTE_MASTER_KEY');
  const path = join(dataDir, 'master.key');
  const existing = readIfThere(path);
  if (existing !== null) return decodeMasterKey(existing, path);
  await mkdir(dataDir, { recursive: true });
  await writeOnce(path, `${randomBytes(masterKeyBytes).toString('base64')}\n`);
  return decodeMasterKey(readFileSync(path, 'utf8'), path);
}

/**
 * Writes a 0600 file, flushed with its name, unless another process of the same first run was quicker. The name appears with the
 * whole content or not at all.
 */
async function writeOnce(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await using file = await open(temporary, 'wx', 0o600);
    await file.writeFile(text);
    await file.sync();
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
  await using folder = await open(dirname(path), 'r');
  await folder.sync();
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function decodeMasterKey(text: string, where: string): Uint8Array {
  const secret = Buffer.from(text.trim(), 'base64');
  if (secret.length !== masterKeyBytes)
    throw new Error(`${where} is not a key: 32 bytes in base64 are expected`);
  return secret;
}

/** A key hierarchy: the master key wraps one data key per firm; secrets are sealed under the firm's. */
export function createKeys(masterSecret: Uint8Array): Keys {
  const master: SealingKey = { id: masterKeyId, secret: masterSecret };

  async function firmKey(trx: Transaction<Schema>, firmId: string, id: string | null): Promise<SealingKey> {
    let query = trx.selectFrom('firm_keys').select(['id', 'wrapped']).where('firm_id', '=', firmId);
    if (id !== null) query = query.where('id', '=', id);
    const row = await query
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    return { id: row.id, secret: unseal(master, row.wrapped, wrapPlace(firmId, row.id)) };
  }

  return {
    derive: (purpose) =>
      Buffer.from(hkdfSync('sha256', masterSecret, 'navette', purpose, 32)).toString('hex'),
    async createFirmKey(trx, firmId, now) {
      const id = randomUUID();
      const wrapped = seal(master, randomBytes(32), wrapPlace(firmId, id));
      await trx
        .insertInto('firm_keys')
        .values({ firm_id: firmId, id, wrapped, created_at: now.toISOString() })
        .execute();
    },
    async sealForFirm(trx, firmId, place, plain) {
      return seal(await firmKey(trx, firmId, null), Buffer.from(plain), `${firmId}/${place}`);
    },
    async sealEachForFirm(trx, firmId, values) {
      if (values.length === 0) return [];
      const key = await firmKey(trx, firmId, null);
      return values.map(({ place, plain }) => seal(key, Buffer.from(plain), `${firmId}/${place}`));
    },
    async unsealEachForFirm(trx, firmId, values) {
      const ids = new Set(values.map(({ sealed }) => sealingKeyId(sealed)));
      const opened = new Map<string, SealingKey>();
      for (const id of ids) opened.set(id, await firmKey(trx, firmId, id));
      return values.map(({ place, sealed }) => {
        const key = opened.get(sealingKeyId(sealed));
        if (key === undefined) throw new Error('A key of the firm is missing');
        return Buffer.from(unseal(key, sealed, `${firmId}/${place}`)).toString();
      });
    },
    async unsealForFirm(trx, firmId, place, sealed) {
      const key = await firmKey(trx, firmId, sealingKeyId(sealed));
      return Buffer.from(unseal(key, sealed, `${firmId}/${place}`)).toString();
    },
    async checkSentinel(database) {
      const sealed = seal(master, Buffer.from(sentinelText), 'sentinel');
      await database.app
        .insertInto('master_key_sentinel')
        .values({ sealed })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const row = await database.app
        .selectFrom('master_key_sentinel')
        .select('sealed')
        .executeTakeFirstOrThrow();
      try {
        unseal(master, row.sealed, 'sentinel');
      } catch (error) {
        throw new Error(
          'The master key is not the one that sealed this database. Restore master.key or NAVETTE_MASTER_KEY.',
          {
            cause: error,
          },
        );
      }
    },
  };
}

function wrapPlace(firmId: string, keyId: string): string {
  return `${firmId}/firm_keys/${keyId}/wrapped`;
}
