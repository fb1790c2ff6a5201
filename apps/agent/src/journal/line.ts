import { crc32 } from 'node:zlib';
import { type Step, stepSchema } from './step.ts';

/** A step as one line of the journal: checksum, space, JSON, line feed. */
export function writeLine(step: Step): string {
  const json = JSON.stringify(step);
  return `${checksum(json)} ${json}\n`;
}

/** @returns the step of a line; `null` when the line is torn or damaged. */
function readLine(line: string): Step | null {
  const json = line.slice(9);
  if (line[8] !== ' ' || line.slice(0, 8) !== checksum(json)) return null;
  return stepSchema.parse(JSON.parse(json));
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}

export interface ReadJournal {
  readonly steps: Step[];
  /** Lines that could not be read. One at the very end is the ordinary trace of a crash. */
  readonly damaged: number;
}

/**
 * Reads what a journal holds. Lines are written in order and flushed before anything relies on them, so a line that cannot be read
 * is one that nothing relied on yet; those after it may still be good, since a power cut writes blocks in any order.
 */
export function readLines(text: string): ReadJournal {
  const lines = text.split('\n').filter((line) => line !== '');
  const steps = lines.map(readLine);
  const read = steps.filter((step) => step !== null);
  return { steps: read, damaged: lines.length - read.length };
}
