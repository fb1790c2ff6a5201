import { runConformance } from '@navette/connector/conformance';
import { companyConnector, firmConnector } from './myunisoft.ts';
import { companyHarness, firmHarness } from './test-sandbox.ts';

runConformance(firmConnector, firmHarness);
runConformance(companyConnector, companyHarness);
