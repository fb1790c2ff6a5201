import type { Mutation } from './mutation.ts';

const guarantees = 'chaos/agent-guarantees.test.ts';

export const agentMutations: readonly Mutation[] = [
  {
    name: 'the agent archives before the acknowledgement',
    file: 'apps/agent/src/carry/carry.ts',
    edits: [
      {
        find: 'await sendDrop(drop, fresh, carrier)',
        replace:
          "(void sendDrop(drop, fresh, carrier).catch(() => undefined), { kind: 'received', documentId: 'none', sha256: drop.sha256 ?? '', replayed: false } as const)",
      },
    ],
    tests: [{ file: guarantees, title: 'keeps the file in the deposit until the platform acknowledged it' }],
  },
  {
    name: 'the agent archives what was acknowledged as other bytes',
    file: 'apps/agent/src/send/answer.ts',
    edits: [{ find: 'version.sha256.toLowerCase() !== sha256', replace: 'version.sha256 === undefined' }],
    tests: [{ file: guarantees, title: 'keeps the file when the acknowledgement names other bytes' }],
  },
  {
    name: 'the agent makes a new idempotency key after a crash',
    file: 'apps/agent/src/carry/take-up.ts',
    edits: [
      {
        find: 'if (confirmed !== null) return resume(begun, path, confirmed, carrier);',
        replace: '',
      },
    ],
    tests: [
      { file: guarantees, title: 'is sent under the same key after a kill at "answered"' },
      { file: guarantees, title: 'is sent under the same key after its answer was lost' },
    ],
  },
  {
    name: 'the agent starts over without its journal',
    file: 'apps/agent/src/journal/journal.ts',
    edits: [
      {
        find: 'const { drops, damaged } = await readJournal(path);',
        replace: 'const { drops, damaged } = { drops: new Map<string, Drop>(), damaged: 0 };',
      },
    ],
    tests: [{ file: guarantees, title: 'is sent under the same key after a kill at "answered"' }],
  },
  {
    name: 'the agent takes a file that still grows',
    file: 'apps/agent/src/settle/settle.ts',
    edits: [
      {
        find: "return end === 'incomplete' || sizeBytes === 0 ? options.quietMs * unfinishedFactor : options.quietMs;",
        replace: 'return sizeBytes === 0 ? options.quietMs : options.lookAgainMs;',
      },
    ],
    tests: [{ file: guarantees, title: 'leaves a file alone while its end is missing' }],
  },
];
