import { runConformance } from '@navette/connector/conformance';
import { connector } from './folder.ts';
import { folderHarness } from './test-folder.ts';

runConformance(connector, folderHarness);
