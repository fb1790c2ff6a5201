// Written by tools/generate-connectors.ts from the folders under connectors/. Do not edit.
import { connectors as acd } from '@navette/connector-acd';
import { connectors as cegidLoop } from '@navette/connector-cegid-loop';
import { connectors as conciliator } from '@navette/connector-conciliator';
import { connectors as email } from '@navette/connector-email';
import { connectors as folder } from '@navette/connector-folder';
import { connectors as inqom } from '@navette/connector-inqom';
import { connectors as myunisoft } from '@navette/connector-myunisoft';
import { connectors as pennylane } from '@navette/connector-pennylane';
import { connectors as s3 } from '@navette/connector-s3';
import { connectors as sftp } from '@navette/connector-sftp';
import { connectors as webdav } from '@navette/connector-webdav';
import { connectors as webhook } from '@navette/connector-webhook';

export const connectors = [
  ...acd,
  ...cegidLoop,
  ...conciliator,
  ...email,
  ...folder,
  ...inqom,
  ...myunisoft,
  ...pennylane,
  ...s3,
  ...sftp,
  ...webdav,
  ...webhook,
] as const;
