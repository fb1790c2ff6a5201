import { runConformance } from '@navette/connector/conformance';
import { connector } from './inqom.ts';
import { harness } from './test-sandbox.ts';

runConformance(connector, harness);
