/** A rule that would make a loop: which archive is in which folder, of whom, and each way out that works. */
import { pathKey, writeToken } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { findLoop } from './feeds-itself.ts';
import type { RuleProblem } from './rule-problem.ts';
import type { StoredRule } from './select-rules.ts';

/** @param all the rules of the firm @returns `null` where none of them makes a loop with the one that is added */
export async function refuseLoop(
  trx: Transaction<Schema>,
  firmId: string,
  all: readonly StoredRule[],
  added: StoredRule,
): Promise<RuleProblem | null> {
  const clients = await loadClientNames(trx, firmId, [...all, added]);
  const loopOf = (rule: StoredRule) => findLoop([...all, rule], clients, rule);
  const loop = loopOf(added);
  if (loop === null) return null;
  const { archiveOf, sourceOf } = loop;
  const works = (change: Partial<StoredRule>) => loopOf({ ...added, ...change }) === null;
  const isFlatFine = sourceOf === added && added.withSubfolders && works({ withSubfolders: false });
  const archive = archiveOf.archivePath ?? '';
  if (archiveOf === added) {
    const params =
      sourceOf === added
        ? tellOwn(archive, isFlatFine)
        : tellArchive(archive, await ownerOf(trx, firmId, sourceOf));
    const ruleId = sourceOf === added ? null : sourceOf.id;
    return { code: 'rule_feeds_itself', params, field: 'archivePath', ruleId };
  }
  const { sourcePath } = archiveOf;
  // An application has a path once.
  const isOther = archiveOf.installationId !== added.installationId;
  const isInside = isOther && pathKey(sourcePath).startsWith(`${pathKey(added.sourcePath)}/`);
  const narrower = isInside && works({ sourcePath }) ? sourcePath : null;
  const params = tellSource(archive, await ownerOf(trx, firmId, archiveOf), narrower, isFlatFine);
  return { code: 'rule_feeds_itself', params, field: 'sourcePath', ruleId: archiveOf.id };
}

function tellOwn(archive: string, isFlatFine: boolean) {
  return {
    detail: `L’archive ${archive} est dans le répertoire de cette règle`,
    detailEn: `The archive ${archive} lies in the folder of this rule`,
    cure: oneOf('Choisissez une archive ailleurs', isFlatFine && flat.fr, 'ou'),
    cureEn: oneOf('Choose an archive elsewhere', isFlatFine && flat.en, 'or'),
  };
}

/** @param owner of the rule whose folder holds the archive */
function tellArchive(archive: string, { path, fr, en }: Owner) {
  return {
    detail: `L’archive ${archive} est dans le répertoire de la règle ${path} ${fr}`,
    detailEn: `The archive ${archive} lies in the folder of ${en} rule ${path}`,
    cure: 'Choisissez une archive ailleurs, ou aucune',
    cureEn: 'Choose an archive elsewhere, or none',
  };
}

/**
 * @param owner of the rule whose archive it is
 * @param narrower the path of that rule, where it would do
 */
function tellSource(archive: string, { path, fr, en }: Owner, narrower: string | null, isFlatFine: boolean) {
  return {
    detail: `L’archive de la règle ${path} ${fr}, ${archive}, est dans ce répertoire`,
    detailEn: `The archive of ${en} rule ${path}, ${archive}, lies in this folder`,
    cure: oneOf(
      `Choisissez ${narrower ?? 'un autre chemin'}`,
      isFlatFine && flat.fr,
      'ou',
      'déplacez cette archive',
    ),
    cureEn: oneOf(`Choose ${narrower ?? 'another path'}`, isFlatFine && flat.en, 'or', 'move that archive'),
  };
}

const flat = { fr: 'décochez les sous-répertoires', en: 'untick sub-folders' };

/** The ways out, those that do not help left aside. */
function oneOf(first: string, second: string | false, or: string, ...more: readonly string[]): string {
  const ways = [first, ...(second === false ? [] : [second]), ...more];
  return ways.length === 1 ? first : `${ways.slice(0, -1).join(', ')}, ${or} ${ways.at(-1)}`;
}

interface Owner {
  readonly path: string;
  /** « d’Inqom » */
  readonly fr: string;
  readonly en: string;
}

/** @returns a rule by its path and the application that has it */
async function ownerOf(
  trx: Transaction<Schema>,
  firmId: string,
  { installationId, sourcePath: path }: StoredRule,
): Promise<Owner> {
  const { name } = await trx
    .selectFrom('installations')
    .select('name')
    .where('firm_id', '=', firmId)
    .where('id', '=', installationId)
    .executeTakeFirstOrThrow();
  return { path, fr: /^[aeiouàâéèêëîïôöùûü]/i.test(name) ? `d’${name}` : `de ${name}`, en: `${name}’s` };
}

/** Read where some path names the client. */
async function loadClientNames(
  trx: Transaction<Schema>,
  firmId: string,
  rules: readonly StoredRule[],
): Promise<string[]> {
  const isNamed = rules.some(({ sourcePath, archivePath }) =>
    `${sourcePath} ${archivePath ?? ''}`.includes(writeToken({ kind: 'client' })),
  );
  if (!isNamed) return [];
  const rows = await trx.selectFrom('clients').select('name').where('firm_id', '=', firmId).execute();
  return rows.map(({ name }) => name);
}
