/** Secrets that are recognised wherever they show. */
import { findShape } from '@navette/testkit';

/** Somewhere that a person or a program may read. */
export interface Said {
  readonly where: string;
  readonly text: string;
}

const planted = new Map<string, string>();

/** @returns the secret itself, from now on looked for everywhere. @param name what it is, for whoever reads a failure */
export function plant(name: string, value: string): string {
  if (value.length < 12) throw new Error(`${name} would be found by chance: ${value}`);
  planted.set(name, value);
  return value;
}

/** Every secret that shows somewhere, in whatever shape, with what stands around it. @param secrets by name; those planted unless given */
export function findLeaks(
  places: readonly Said[],
  secrets: Readonly<Record<string, string>> = Object.fromEntries(planted),
): string[] {
  const leaks: string[] = [];
  for (const [name, value] of Object.entries(secrets))
    for (const { where, text } of places) {
      const shape = findShape(text, value);
      if (shape !== null) leaks.push(`${name} in ${where}: …${around(text, shape)}…`);
    }
  return leaks;
}

export function countPlanted(): number {
  return planted.size;
}

function around(text: string, shape: string): string {
  const at = text.indexOf(shape);
  return text.slice(Math.max(0, at - 80), at + shape.length + 40);
}
