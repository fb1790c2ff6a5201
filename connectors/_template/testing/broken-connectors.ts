import type { BrokenConnectors } from './break-connector.ts';
import { brokenAnswers, brokenLists } from './broken-answers.ts';
import { brokenChecks, brokenClientKeys } from './broken-checks.ts';
import { brokenDeliveries } from './broken-deliveries.ts';
import { brokenInterruptions } from './broken-interruptions.ts';
import { brokenManifests } from './broken-manifests.ts';

/** One for each case of the suite. */
export const brokenConnectors: BrokenConnectors = {
  ...brokenManifests,
  ...brokenChecks,
  ...brokenClientKeys,
  ...brokenDeliveries,
  ...brokenInterruptions,
  ...brokenAnswers,
  ...brokenLists,
};
