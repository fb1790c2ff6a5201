/** The README.md that a new connector starts with. */
export function renderReadme(name: string): string {
  return `# ${name}

What it does for a client’s documents, in one sentence.

No live account was at hand: the connector is tested against the sandbox, which is written from the same facts by other people.

How sure: **A** the partner’s own page · **B** second-hand (an integrator’s code, a customer’s copy) · **C** our reading.

## What it reaches

| what | how | sure |
|---|---|---|
| sign-in | \`POST {address}/token\` | C |

## Limits

| type | sent as | after a lost answer | sure |
|---|---|---|---|
| purchase | \`achat\` | looked up by our delivery id | C |

## What answers mean

\`errors.ts\` holds the table.

## Tests

\`conformance.test.ts\` runs the suite that every connector passes.
`;
}
