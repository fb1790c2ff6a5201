// Written by tools/generate-connectors.ts from the folders under connectors/. Do not edit.
import { connectors as inqom } from '@navette/connector-inqom';

export const connectors = [...inqom] as const;
