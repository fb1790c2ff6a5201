/** Kinds of invoices (UNTDID 1001, as EN 16931 takes them up). */
const creditNotes = new Set(['261', '262', '381', '396', '502', '503']);
const selfBilled = new Set(['261', '389', '471', '473', '500', '501', '502']);

/** @returns whether the document takes back what another one asked for. */
export function isCreditNoteCode(code: string | null): boolean {
  return code !== null && creditNotes.has(code);
}

/** @returns whether the buyer issues it. */
export function isSelfBilledCode(code: string | null): boolean {
  return code !== null && selfBilled.has(code);
}
