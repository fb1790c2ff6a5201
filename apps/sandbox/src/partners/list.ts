import { openInqom } from './inqom/inqom.ts';
import type { OpenPartner } from './partner.ts';

/** Every partner of the sandbox by its name, which is also its key in the seed and its first path segment. */
export const partners: Readonly<Record<string, OpenPartner>> = { inqom: openInqom };
