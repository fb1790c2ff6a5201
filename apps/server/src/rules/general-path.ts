import { joinPath, splitPath } from '@navette/model';

/**
 * A folder's path with its years, months and quarters as variables: one line for `/Achats/2026/10` and `/Achats/2025/11`. A month or a
 * quarter is one only below a year.
 */
export function generalPath(path: string): string {
  let hasYear = false;
  const names = splitPath(path).map((name) => {
    if (!hasYear && /^(19|20)\d\d$/.test(name)) {
      hasYear = true;
      return '{millésime}';
    }
    if (hasYear && /^(0[1-9]|1[0-2])$/.test(name)) return '{mois}';
    if (hasYear && /^t[1-4]$/i.test(name)) return '{trimestre}';
    return name;
  });
  return joinPath(names);
}
