import { exampleHarness, runConformance } from '@navette/connector/conformance';
import { connector } from './template.ts';

runConformance(connector, exampleHarness);
