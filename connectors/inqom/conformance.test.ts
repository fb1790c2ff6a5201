import { runConformance } from '@navette/connector/conformance';
import { connector } from './inqom.ts';
import { sandboxHarness } from './test-sandbox.ts';

runConformance(connector, sandboxHarness);
