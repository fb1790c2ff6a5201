import { runConformance } from '@navette/connector/conformance';
import { connector } from './pennylane.ts';
import { harness } from './test-sandbox.ts';

runConformance(connector, harness);
