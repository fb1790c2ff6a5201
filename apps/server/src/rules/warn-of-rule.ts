/** What may surprise of a rule that would work. */
import { bindPattern, matchPattern, type PathPattern, parsePattern, renderPattern } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import type { RuleCounts } from './count-rules.ts';
import { loadFirmPeriod } from './firm-period.ts';
import type { NewRule } from './refuse-rule.ts';
import { type InstallationOfRules, type StoredRule, selectRules } from './select-rules.ts';

interface Words {
  readonly fr: string;
  readonly en: string;
}

/** @param counts what the rule finds now */
export async function warnOfRule(
  platform: Platform,
  trx: Transaction<Schema>,
  { firmId }: FirmCaller,
  installation: InstallationOfRules,
  given: NewRule,
  source: PathPattern,
  counts: RuleCounts,
): Promise<Words[]> {
  const { now } = await loadFirmPeriod(platform, trx, firmId);
  const all = await selectRules(trx, firmId);
  const isAbove = (above: PathPattern, below: PathPattern, withSubfolders: boolean) =>
    matchPattern(example(above, given), renderPattern(example(below, given), now), {
      ...{ now, graceMonths: Number.MAX_SAFE_INTEGER, withSubfolders },
    }).matched;
  const takesFrom = ({ sourcePath, withSubfolders }: StoredRule) =>
    isAbove(parsePattern(sourcePath), source, withSubfolders);
  const ofOurs = all.filter((rule) => rule.installationId === installation.id);
  const broader = ofOurs.find(takesFrom);
  const narrower = ofOurs.find(({ sourcePath }) =>
    isAbove(source, parsePattern(sourcePath), given.withSubfolders),
  );
  const others = all.filter((rule) => rule.installationId !== installation.id && takesFrom(rule));
  return [
    ...(counts.clientsTotal > 0 && counts.clients === 0 ? [nobodyHasIt] : []),
    ...(narrower ? [leavesTo(narrower.sourcePath)] : []),
    ...(broader ? [takesOver(broader.sourcePath)] : []),
    ...(others.length > 0 ? [alsoTaken(await nameInstallations(trx, firmId, others))] : []),
  ];
}

/** A path with some client and some type, for patterns to be compared. */
function example(pattern: PathPattern, { documentType }: NewRule): PathPattern {
  return bindPattern(pattern, { client: '\ue000', type: documentType ?? 'other' });
}

const nobodyHasIt: Words = {
  fr: 'Aucun dossier connecté n’a ce répertoire pour l’instant. La règle servira dès qu’il existera.',
  en: 'No connected client has this folder for now. The rule will serve as soon as it exists.',
};

function leavesTo(path: string): Words {
  return {
    fr: `La règle ${path} est plus précise\u00a0: elle garde ses documents.`,
    en: `The rule ${path} is more specific: it keeps its documents.`,
  };
}

function takesOver(path: string): Words {
  return {
    fr: `Cette règle est plus précise que ${path}\u00a0: elle lui prend ces documents.`,
    en: `This rule is more specific than ${path}: it takes these documents from it.`,
  };
}

function alsoTaken(names: readonly string[]): Words {
  return {
    fr: `Ces documents partent aussi vers ${names.join(', ')}.`,
    en: `These documents also go to ${names.join(', ')}.`,
  };
}

async function nameInstallations(
  trx: Transaction<Schema>,
  firmId: string,
  rules: readonly StoredRule[],
): Promise<string[]> {
  const rows = await trx
    .selectFrom('installations')
    .select('name')
    .where('firm_id', '=', firmId)
    .where('id', 'in', [...new Set(rules.map(({ installationId }) => installationId))])
    .where('state', '<>', 'removed')
    .orderBy('created_at')
    .execute();
  return rows.map(({ name }) => name);
}
