import { runConformance } from '@navette/connector/conformance';
import { connector } from './cegid-loop.ts';
import { harness } from './test-sandbox.ts';

runConformance(connector, harness);
