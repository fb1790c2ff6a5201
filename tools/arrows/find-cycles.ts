/**
 * The cycles of a graph: for each group of nodes that all reach each other, its shortest one, as a path that ends where it
 * starts. Edges to unknown nodes are ignored.
 */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const seen = new Set<string>();
  for (const node of graph.keys()) {
    if (seen.has(node)) continue;
    const group = findGroup(graph, node);
    for (const member of group) seen.add(member);
    const paths = [...group].map((member) => findWayBack(graph, member)).filter((path) => path !== undefined);
    const shortest = paths.sort((a, b) => a.length - b.length)[0];
    if (shortest) cycles.push(shortest);
  }
  return cycles;
}

/** The nodes that a node reaches and that reach it, itself included. */
function findGroup(graph: ReadonlyMap<string, readonly string[]>, node: string): Set<string> {
  const reached = reach(graph, node);
  return new Set([node, ...[...reached].filter((other) => reach(graph, other).has(node))]);
}

function reach(graph: ReadonlyMap<string, readonly string[]>, from: string): Set<string> {
  const reached = new Set<string>();
  const waiting = [from];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next) || reached.has(next)) continue;
      reached.add(next);
      waiting.push(next);
    }
  }
  return reached;
}

/** The shortest path from a node to itself, breadth first. */
function findWayBack(graph: ReadonlyMap<string, readonly string[]>, node: string): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const waiting = [node];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    for (const next of graph.get(at) ?? []) {
      if (next === node) return [...wayTo(cameFrom, at), node];
      if (!graph.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      waiting.push(next);
    }
  }
  return undefined;
}

function wayTo(cameFrom: ReadonlyMap<string, string>, node: string): string[] {
  const before = cameFrom.get(node);
  return before === undefined ? [node] : [...wayTo(cameFrom, before), node];
}
