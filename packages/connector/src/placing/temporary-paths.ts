/**
 * Where a document stands until it is whole: beside its place, hidden, told apart by its delivery. Of one session no attempt writes
 * where one before it did: a server may still be putting away what it got of that one, and refuses the path meanwhile or mixes the
 * two. Another process comes minutes later, if at all.
 */
import { splitRemotePath } from './candidate-names.ts';

export interface TemporaryPaths {
  /**
   * The path that an attempt alone writes to. The first of a delivery is always the same, so that what a process left there when it
   * died is written over.
   */
  take(path: string, deliveryId: string): string;
  /** An attempt ended, and something may stay where it wrote. */
  leave(deliveryId: string, temporary: string): void;
  /** The document has its place. @returns what attempts that ended may have left, which is forgotten */
  settle(deliveryId: string): readonly string[];
}

/** Those that failed last: one that is forgotten begins at its first path again. */
const mostDeliveries = 1_000;

/** One for each session, in memory. */
export function createTemporaryPaths(): TemporaryPaths {
  const known = new Map<string, { taken: number; readonly left: string[] }>();

  return {
    take(path, deliveryId) {
      const delivery = known.get(deliveryId) ?? { taken: 0, left: [] };
      delivery.taken++;
      known.delete(deliveryId);
      known.set(deliveryId, delivery);
      const [oldest] = known.keys();
      if (known.size > mostDeliveries && oldest !== undefined) known.delete(oldest);
      return temporaryPath(path, deliveryId, delivery.taken);
    },
    leave(deliveryId, temporary) {
      known.get(deliveryId)?.left.push(temporary);
    },
    settle(deliveryId) {
      const left = known.get(deliveryId)?.left ?? [];
      known.delete(deliveryId);
      return left;
    },
  };
}

/** @param number of the attempt, from 1 */
export function temporaryPath(path: string, deliveryId: string, number = 1): string {
  const suffix = number === 1 ? '' : `-${number}`;
  return `${splitRemotePath(path).folder}.navette-${deliveryId}${suffix}.part`;
}
