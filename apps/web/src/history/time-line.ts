import type { Attempt, Delivery, HistoryLine, Version } from '@navette/api';

export type ToldDelivery = Delivery & { readonly attempts: Attempt[] };

/** A line of the time line, with the delivery it speaks of and the attempts that led to it. */
export interface TimeLineEntry {
  readonly id: string;
  readonly at: string;
  readonly kind: HistoryLine['kind'] | 'attempt';
  readonly actor: HistoryLine['actor'];
  readonly details: HistoryLine['details'];
  readonly delivery: ToldDelivery | null;
  readonly attempts: readonly Attempt[];
}

const system = { kind: 'system', name: null } as const;

/** Kinds that tell how an attempt ended. */
const outcomes: ReadonlySet<string> = new Set([
  'accepted',
  'delivered',
  'duplicate',
  'retry_planned',
  'undelivered',
  'unknown',
  'held',
]);

/**
 * The time line of a version, newest first. Each attempt goes with the line that tells its outcome; one that has none yet gets a
 * line of its own. @param lines newest first, as the history gives them
 */
export function timeLineOf(
  version: Version,
  deliveries: readonly ToldDelivery[],
  lines: readonly HistoryLine[],
): TimeLineEntry[] {
  const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  const attemptsOf = new Map<string, Attempt[]>();
  const alone: TimeLineEntry[] = [];
  for (const delivery of deliveries) {
    for (const attempt of delivery.attempts) {
      const line = lineOfAttempt(attempt, delivery.id, lines);
      if (line) attemptsOf.set(line.id, [...(attemptsOf.get(line.id) ?? []), attempt]);
      else alone.push(entryOfAttempt(attempt, delivery));
    }
  }
  const told = lines.map((line) => ({
    ...line,
    delivery: byId.get(line.deliveryId ?? '') ?? null,
    attempts: attemptsOf.get(line.id) ?? [],
  }));
  const received = told.some(({ kind }) => kind === 'received') ? [] : [entryOfReceipt(version)];
  // Lines of one instant keep the order in which they were written.
  return [...alone, ...told, ...received].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

/** The outcome that names the attempt, else the first one of the same delivery after it began. */
function lineOfAttempt(attempt: Attempt, deliveryId: string, lines: readonly HistoryLine[]) {
  if (attempt.outcome === null) return undefined;
  const told = lines.filter((line) => line.deliveryId === deliveryId && outcomes.has(line.kind));
  return (
    told.find(({ details }) => details.attempt === attempt.number) ??
    told.findLast((line) => line.at >= attempt.startedAt)
  );
}

function entryOfAttempt(attempt: Attempt, delivery: ToldDelivery): TimeLineEntry {
  return {
    id: `${delivery.id}-${attempt.number}`,
    at: attempt.startedAt,
    kind: 'attempt',
    actor: system,
    details: {},
    delivery,
    attempts: [attempt],
  };
}

function entryOfReceipt(version: Version): TimeLineEntry {
  return {
    id: version.id,
    at: version.receivedAt,
    kind: 'received',
    actor: system,
    details: {},
    delivery: null,
    attempts: [],
  };
}
