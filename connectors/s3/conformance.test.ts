import { runConformance } from '@navette/connector/conformance';
import { hasObjectStore } from '@navette/testkit';
import { describe } from 'vitest';
import { connector } from './s3.ts';
import { bucketHarness } from './test-buckets.ts';

describe.skipIf(!hasObjectStore)('with a server that writes under a condition', () => {
  runConformance(connector, bucketHarness('honoured'));
});

describe.skipIf(!hasObjectStore)('with a server that ignores conditions', () => {
  runConformance(connector, bucketHarness('ignored'));
});
