import type { Socket } from 'node:net';
import type { RouteKind } from '../partners/partner.ts';
import type { Fault, LastingOrder } from './fault.ts';
import { resetSocket } from './reset-socket.ts';

/** The faults that wait for requests. In memory: a restart ends them. */
export class OrderedFaults {
  #faults: (Fault & { touched: number })[] = [];
  #nextId = 1;
  readonly #now: () => number;
  readonly #open = new Map<string, Set<Socket>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns the fault as it stands in the list. A `down` also resets what is under way at that partner. */
  add(order: LastingOrder): Fault {
    const fault = { id: this.#nextId++, order, orderedAt: this.#now(), touched: 0 };
    this.#faults.push(fault);
    if (order.kind === 'down') {
      for (const socket of this.#open.get(order.partner) ?? []) resetSocket(socket);
    }
    return fault;
  }

  list(): Fault[] {
    const now = this.#now();
    this.#faults = this.#faults.filter(({ order, orderedAt, touched }) => {
      const isSpent = order.count !== undefined && touched >= order.count;
      const isOver = order.seconds !== undefined && now >= orderedAt + order.seconds * 1000;
      return !isSpent && !isOver;
    });
    return [...this.#faults];
  }

  /** Yields, in the order they were given, the faults that touch this request at this moment, and counts it in each. */
  *touching(
    partner: string,
    kind: RouteKind | undefined,
    moment: 'arrival' | 'answer',
  ): Generator<LastingOrder> {
    for (const { id } of this.list()) {
      // Looked up again: others may have spent it while the caller acted on the one before.
      const fault = this.#faults.find((candidate) => candidate.id === id);
      if (!fault || fault.order.partner !== partner || momentOf(fault.order, kind) !== moment) continue;
      const { match, count } = fault.order;
      if (match !== undefined && (kind === undefined || !match.includes(kind))) continue;
      if (count !== undefined && fault.touched >= count) continue;
      fault.touched++;
      yield fault.order;
    }
  }

  remove(id: number): void {
    this.#faults = this.#faults.filter((fault) => fault.id !== id);
  }

  clear(): void {
    this.#faults = [];
  }

  /** Remembers that `socket` is busy with a request to `partner`, until the returned function is called. */
  watch(partner: string, socket: Socket): () => void {
    const sockets = this.#open.get(partner) ?? new Set();
    this.#open.set(partner, sockets.add(socket));
    return () => sockets.delete(socket);
  }
}

function momentOf(order: LastingOrder, kind: RouteKind | undefined): 'arrival' | 'answer' {
  if (order.kind === 'down') return 'arrival';
  if (order.when === 'before') return 'arrival';
  // A request without a body has no middle of its own: its answer is cut.
  if (order.when === 'middle') return kind === 'list' || kind === 'get' ? 'answer' : 'arrival';
  return 'answer';
}
