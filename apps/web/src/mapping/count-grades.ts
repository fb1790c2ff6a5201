import type { MappingFoot } from './mapping-desk.tsx';

type Counts = MappingFoot['counts'];

/** @returns how many clients one button connects */
export function countConnectable(counts: Counts): number {
  return (counts?.exact ?? 0) + (counts?.chosen ?? 0);
}

/** @returns how many clients wait for a person */
export function countWaiting(counts: Counts): number {
  const all = Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
  return all - countConnectable(counts) - (counts?.connected ?? 0) - (counts?.left_out ?? 0);
}
