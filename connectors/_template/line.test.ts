import { runConformance } from '@navette/connector/conformance';
import { lineConnector } from './testing/line-connector.ts';
import { lineHarness } from './testing/line-partner.ts';

runConformance(lineConnector, lineHarness);
