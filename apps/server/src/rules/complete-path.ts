/** What may follow a path that somebody types. */
import type { PathCompletion } from '@navette/api';
import {
  describePattern,
  type PathPattern,
  PatternError,
  type PatternVariable,
  parsePattern,
  patternVariables,
} from '@navette/model';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { foldForSearch } from '../clients/search-key.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { clientsToLookAt } from './concerned-clients.ts';
import { findSpellings } from './find-spellings.ts';
import { type FirmPeriod, loadFirmPeriod } from './firm-period.ts';
import { findNearSpellings } from './near-spellings.ts';
import { findInstallation } from './select-rules.ts';

const maxFolders = 50;

const labels: Readonly<Record<PatternVariable, { readonly fr: string; readonly en: string }>> = {
  year: { fr: 'L’année, sur quatre chiffres', en: 'The year, in four digits' },
  month: { fr: 'Le mois, de 01 à 12', en: 'The month, 01 to 12' },
  quarter: { fr: 'Le trimestre, de T1 à T4', en: 'The quarter, T1 to T4' },
  client: { fr: 'Le nom du dossier client', en: 'The client’s name' },
  type: { fr: 'Le type de document de la règle', en: 'The document type of the rule' },
};

/**
 * Variables and folders that may follow what stands before the caret. Folders are those of the clients that the caller sees, where the
 * path that stays means now or in the grace. Writes nothing. @throws NavetteError `not_found`
 */
export async function completePath(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  given: { readonly typed: string; readonly sourcePath?: string | undefined },
): Promise<PathCompletion> {
  await findInstallation(platform, trx, caller.firmId, installationId);
  const period = await loadFirmPeriod(platform, trx, caller.firmId);
  const { kept, begun, isVariable } = splitTyped(given.typed);
  const place = readPlace(kept);
  const concerned = await clientsToLookAt(trx, caller, installationId);
  const spellings =
    place === 'unreadable' || isVariable
      ? []
      : await findSpellings(trx, caller.firmId, period, concerned, place);
  const starts = (name: string) => foldForSearch(name).startsWith(foldForSearch(begun));
  return {
    kept,
    variables:
      place === 'unreadable'
        ? []
        : offered(kept, given.sourcePath)
            .filter((variable) => starts(patternVariables[variable]))
            .map((variable) => ({
              name: `{${patternVariables[variable]}}`,
              label: labels[variable],
              today: valueToday(variable, period),
            })),
    folders: findNearSpellings(spellings)
      .filter(({ name }) => starts(name))
      .slice(0, maxFolders),
    meansToday: place === 'unreadable' || place === 'root' ? null : describePattern(place, period.now),
    clientsTotal: await countClients(trx, concerned),
  };
}

/** `/Social/{millésime}/b` is kept up to its last slash, `/Social/{mi` up to the brace. */
function splitTyped(typed: string): { kept: string; begun: string; isVariable: boolean } {
  const slash = typed.lastIndexOf('/') + 1;
  const brace = typed.lastIndexOf('{');
  if (brace >= slash && !typed.includes('}', brace))
    return { kept: typed.slice(0, brace), begun: typed.slice(brace + 1), isVariable: true };
  return { kept: typed.slice(0, slash), begun: typed.slice(slash), isVariable: false };
}

function readPlace(kept: string): PathPattern | 'root' | 'unreadable' {
  try {
    return parsePattern(kept);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    if (error.problem === 'empty') return 'root';
    // What is typed to its end may well have both.
    return 'unreadable';
  }
}

/** Each variable once; the month and the quarter need the year; an archive takes what its source has. */
function offered(kept: string, sourcePath: string | undefined): PatternVariable[] {
  const used = variablesOf(kept);
  const known = sourcePath === undefined ? null : variablesOf(sourcePath);
  return (Object.keys(patternVariables) as PatternVariable[]).filter((variable) => {
    if (used.has(variable)) return false;
    if ((variable === 'month' || variable === 'quarter') && !used.has('year')) return false;
    if (known === null || variable === 'client' || variable === 'type') return true;
    return known.has(variable) || (variable === 'quarter' && known.has('month'));
  });
}

function variablesOf(path: string): ReadonlySet<PatternVariable> {
  try {
    return parsePattern(path).variables;
  } catch (error) {
    if (error instanceof PatternError) return new Set();
    throw error;
  }
}

function valueToday(variable: PatternVariable, { now }: FirmPeriod): string | null {
  if (variable === 'client' || variable === 'type') return null;
  const alone = { source: '', segments: [[{ kind: variable }]], variables: new Set([variable]) };
  return describePattern(alone, now).slice(1);
}

async function countClients(trx: Transaction<Schema>, concerned: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ clients: number }>`
    with concerned as (${concerned}) select count(*) as clients from concerned`.execute(trx);
  return rows[0]?.clients ?? 0;
}
