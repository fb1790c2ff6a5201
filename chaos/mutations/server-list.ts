import type { Mutation } from './mutation.ts';

const worker = 'apps/server/src/deliveries/worker.test.ts';
const deadWorker = 'apps/server/src/deliveries/dead-worker.test.ts';
const lookUp = 'apps/server/src/deliveries/look-up.test.ts';
const receive = 'apps/server/src/documents/receive.test.ts';
const isolation = 'apps/server/src/http/isolation.test.ts';
const tenancy = 'apps/server/src/database/tenancy.test.ts';
const matchRules = 'apps/server/src/rules/match-rules.test.ts';
const clock = 'apps/server/src/rules/clock.test.ts';
const backfill = 'apps/server/src/backfill/backfill.test.ts';
const ledger = 'apps/server/src/ledger/ledger.test.ts';
const foundations = 'apps/server/src/database/migrations/0001-foundations.sql';

export const serverMutations: readonly Mutation[] = [
  {
    name: 'the server ignores idempotency keys',
    file: 'apps/server/src/documents/idempotency-keys.ts',
    edits: [
      {
        find: 'const row = { firm_id: caller.firmId, caller: callerKey, key };',
        replace: 'const row = { firm_id: caller.firmId, caller: callerKey, key: key + first.versionId };',
      },
      { find: ".where('key', '=', key)", replace: ".where('key', '=', key + '?')" },
    ],
    tests: [
      { file: receive, title: 'answers the same for the same key and bytes, and records one document' },
      { file: receive, title: 'records one document when the same upload comes ten times at once' },
    ],
  },
  {
    name: 'the server takes a used key for other bytes',
    file: 'apps/server/src/documents/idempotency-keys.ts',
    edits: [{ find: 'existing.fingerprint !== fingerprint', replace: "existing.fingerprint === ''" }],
    tests: [{ file: receive, title: 'refuses a key that was used for other bytes' }],
  },
  {
    name: 'the server answers before the bytes have their place',
    file: 'apps/server/src/documents/receive.ts',
    edits: [
      { find: '  await blob.keep();\n', replace: '' },
      {
        find: 'await platform.wake.lanes(caller.firmId, recorded.laneIds);',
        replace: 'await platform.wake.lanes(caller.firmId, recorded.laneIds);\n  void blob.keep();',
      },
    ],
    tests: [{ file: receive, title: 'keeps the bytes exactly and gives them back' }],
  },
  {
    name: 'the server takes bytes that are not those announced',
    file: 'apps/server/src/documents/receive.ts',
    edits: [{ find: 'upload.expectedSha256 !== blob.sha256)', replace: "blob.sha256 === '')" }],
    tests: [{ file: receive, title: 'refuses a digest of other bytes and leaves nothing' }],
  },
  {
    name: 'receipts are not written, so that the ledger’s left side forgets',
    file: 'apps/server/src/documents/arrival.ts',
    edits: [
      {
        find: "  await trx\n    .insertInto('receipts')",
        replace: "  if (receipt.versionId === '') await trx\n    .insertInto('receipts')",
      },
    ],
    tests: [{ file: ledger, title: 'counts each document received once' }],
  },
  {
    name: 'an unknown outcome is sent again at once',
    file: 'apps/server/src/deliveries/look-up.ts',
    edits: [
      {
        find: "acceptedType(connector.manifest, delivery.documentType)?.afterUnknown ?? 'ask'",
        replace: "(acceptedType(connector.manifest, delivery.documentType) && 'resend') as string",
      },
    ],
    tests: [
      { file: worker, title: 'is looked up, and a document that arrived is not sent twice' },
      { file: worker, title: 'is left to a person where the partner cannot be asked' },
    ],
  },
  {
    name: 'a lost answer is retried like a passing failure',
    file: 'apps/server/src/deliveries/settle.ts',
    edits: [
      {
        find: "state: 'unknown',\n        code,",
        replace: "state: 'waiting',\n        readyInMs: 0,\n        code,",
      },
    ],
    tests: [{ file: worker, title: 'is looked up, and a document that arrived is not sent twice' }],
  },
  {
    name: 'one "none" of the partner is enough to send again',
    file: 'apps/server/src/deliveries/look-up.ts',
    edits: [{ find: 'if (checks < timings.nonesBeforeResend)', replace: 'if (checks < 1)' }],
    tests: [{ file: lookUp, title: 'waits for three such answers' }],
  },
  {
    name: 'a "none" counts while the request may still be on its way',
    file: 'apps/server/src/deliveries/look-up.ts',
    edits: [
      {
        find: 'const counts = at.getTime() - lostAt.getTime() >= manifest.requestTimeoutMs;',
        replace: 'const counts = at.getTime() >= lostAt.getTime();',
      },
    ],
    tests: [{ file: lookUp, title: 'waits for three such answers' }],
  },
  {
    name: 'an expired lease with an open attempt goes back to waiting',
    file: 'apps/server/src/deliveries/leases.ts',
    edits: [
      {
        find: "set state = case when was_called then 'unknown' else 'waiting' end,",
        replace: "set state = 'waiting',",
      },
    ],
    tests: [
      {
        file: deadWorker,
        title: 'leaves, when it dies, an outcome that is not known: never a delivery that waits',
      },
    ],
  },
  {
    name: 'an outcome is settled without its lease',
    file: 'apps/server/src/deliveries/settle.ts',
    edits: [
      {
        find: ".where('lease', '=', settlement.lease)\n    .where('state', '=', 'sending')",
        replace: '',
      },
    ],
    tests: [
      {
        file: deadWorker,
        title: 'changes nothing by an answer that comes after its lease was taken away',
      },
    ],
  },
  {
    name: 'the attempt is written after the call',
    file: 'apps/server/src/deliveries/send.ts',
    edits: [
      { find: 'const number = await insertAttempt(platform, trx, claimed);', replace: 'const number = 1;' },
      {
        find: 'const outcome = await callPartner(platform, claimed, attempt);',
        replace:
          'const outcome = await callPartner(platform, claimed, attempt);\n  await inFirm(platform.database.app, claimed.firmId, (trx) => insertAttempt(platform, trx, claimed));',
      },
    ],
    tests: [
      { file: deadWorker, title: 'has its attempt on record before the partner hears of the document' },
    ],
  },
  {
    name: 'a refused document is tried again',
    file: 'apps/server/src/deliveries/settle.ts',
    edits: [
      {
        find: "case 'document':\n      return {\n        state: 'undelivered',\n        code,",
        replace:
          "case 'document':\n      return {\n        state: 'waiting',\n        readyInMs: 0,\n        code,",
      },
    ],
    tests: [{ file: worker, title: 'is not tried again blindly after document_refused' }],
  },
  {
    name: 'the same bytes leave twice',
    file: 'apps/server/src/deliveries/create-deliveries.ts',
    edits: [
      {
        find: 'const isRepeat = await wasSentBefore(trx, arrival, match.rule.installationId);',
        replace: 'const isRepeat = (await wasSentBefore(trx, arrival, match.rule.installationId)) && false;',
      },
    ],
    tests: [
      {
        file: worker,
        title: 'are held as a possible duplicate until a person sends or sets them aside',
      },
      { file: worker, title: 'dropped twice at the same instant leave once' },
    ],
  },
  {
    name: 'a person of another firm is let in',
    file: 'apps/server/src/http/caller.ts',
    edits: [
      {
        find: 'where m.firm_id = $1 and m.user_id = $2 and',
        replace: "where m.firm_id = $1 and $2::text <> '' and",
      },
    ],
    tests: [{ file: isolation, title: 'is not found by a collaborator of another firm' }],
  },
  {
    name: 'row-level security is not forced',
    file: foundations,
    edits: [{ find: "    execute format('alter table %I force row level security', name);\n", replace: '' }],
    tests: [
      { file: isolation, title: 'every table that has a firm is under row-level security, forced' },
      { file: tenancy, title: 'every table of the product has forced policies' },
    ],
  },
  {
    name: 'the policies of row-level security let everything through',
    file: foundations,
    edits: [
      {
        find: 'using (firm_id = (select current_firm())) with check (firm_id = (select current_firm()))',
        replace: 'using (true) with check (true)',
      },
    ],
    tests: [
      { file: isolation, title: 'row-level security still gives nothing of another firm' },
      { file: isolation, title: 'nothing can be written into another firm' },
      { file: tenancy, title: 'another firm’s rows cannot be written, changed, taken or removed' },
    ],
  },
  {
    name: 'the broadest rule wins',
    file: 'apps/server/src/rules/match-rules.ts',
    edits: [
      {
        find: 'compareSpecificity(rule.pattern, best.rule.pattern) < 0',
        replace: 'compareSpecificity(rule.pattern, best.rule.pattern) > 0',
      },
    ],
    tests: [
      {
        file: matchRules,
        title: 'give /Achats/2026/10 to the most specific: /Achats/{millésime}/{mois}',
      },
    ],
  },
  {
    name: 'the grace of a rule is a month too long',
    file: 'packages/model/src/path-pattern-match.ts',
    edits: [{ find: '<= graceMonths &&', replace: '<= graceMonths + 1 &&' }],
    tests: [{ file: clock, title: 'the month before counts until the next one begins' }],
  },
  {
    name: 'documents that were there before leave among those that arrive',
    file: 'apps/server/src/backfill/backfill-job.ts',
    edits: [{ find: 'rank: 1,', replace: 'rank: 0,' }],
    tests: [{ file: backfill, title: 'leave behind everything that arrives meanwhile' }],
  },
];
