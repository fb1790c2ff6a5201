import { runConformance } from '@navette/connector/conformance';
import { receiverHarness } from './test-receiver.ts';
import { connector } from './webhook.ts';

runConformance(connector, receiverHarness);
