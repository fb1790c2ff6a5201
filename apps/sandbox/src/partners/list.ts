import { openAcd } from './acd/acd.ts';
import { openCegidLoop } from './cegid-loop/cegid-loop.ts';
import { openConciliator } from './conciliator/conciliator.ts';
import { openInqom } from './inqom/inqom.ts';
import { openMyUnisoft } from './myunisoft/myunisoft.ts';
import type { OpenPartner } from './partner.ts';
import { openPennylane } from './pennylane/pennylane.ts';

/** Every partner of the sandbox by its name, which is also its key in the seed and its first path segment. */
export const partners: Readonly<Record<string, OpenPartner>> = {
  inqom: openInqom,
  myunisoft: openMyUnisoft,
  acd: openAcd,
  'cegid-loop': openCegidLoop,
  conciliator: openConciliator,
  pennylane: openPennylane,
};
