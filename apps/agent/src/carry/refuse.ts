/** A file that can never be received: the reason is written beside it, where it is or in Refusés. */
import { lstat, rm } from 'node:fs/promises';
import { EOL } from 'node:os';
import { basename } from 'node:path';
import { type ErrorCode, type ErrorParams, errorSentence, formatBytes } from '@navette/model';
import { passCrashPoint } from '../crash.ts';
import { writeDurably } from '../files/write-durably.ts';
import { reasonSuffix } from '../ignore.ts';
import type { Drop, Refusal } from '../journal/step.ts';

/** A refusal that the agent finds by itself. */
export function refusalFor(code: ErrorCode, params: ErrorParams = {}): Refusal {
  return { code, fr: errorSentence(code, 'fr', params), en: errorSentence(code, 'en', params) };
}

/** Writes `<file>.raison.txt`. Calling twice is safe. @param path where the refused file is now */
export async function writeReason(drop: Drop, path: string, language: 'fr' | 'en'): Promise<void> {
  if (drop.refused === null || (await exists(path + reasonSuffix))) return;
  const { at, refusal } = drop.refused;
  const size = formatBytes(drop.identity.sizeBytes, language);
  const lines =
    language === 'fr'
      ? [
          'Navette n’a pas pu transmettre ce fichier.',
          '',
          `Fichier : ${basename(drop.path)} (${size})`,
          `Déposé dans : ${drop.path}`,
          `Motif : ${refusal.fr}`,
          `Constaté le : ${at}`,
          '',
          'Corrigez le fichier, puis déposez-le de nouveau.',
        ]
      : [
          'Navette could not send this file.',
          '',
          `File: ${basename(drop.path)} (${size})`,
          `Dropped at: ${drop.path}`,
          `Reason: ${refusal.en}`,
          `Found at: ${at}`,
          '',
          'Correct the file, then drop it again.',
        ];
  await writeDurably(path + reasonSuffix, `${lines.join(EOL)}${EOL}`, 0o644);
  passCrashPoint('reason');
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null;
}

/** Takes away the reason beside a refused file that is gone, or was replaced. */
export async function removeReason(drop: Drop): Promise<void> {
  await rm(drop.path + reasonSuffix, { force: true });
}
