/** How dates, durations, numbers and SIRETs are written. Times are ISO strings in, the firm's time zone out. */

export type Language = 'fr' | 'en';

const formatters = new Map<string, Intl.DateTimeFormat>();

function partsAt(iso: string, timeZone: string): Record<Intl.DateTimeFormatPartTypes, string> {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(timeZone, formatter);
  }
  const parts = formatter.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]);
  return Object.fromEntries(parts);
}

/** @returns `21/11/2026 14:32`, its space unbreakable; the same in both languages. */
export function formatDateTime(iso: string, timeZone: string): string {
  const { day, month, year, hour, minute } = partsAt(iso, timeZone);
  return `${day}/${month}/${year}\u00a0${hour}:${minute}`;
}

/** @returns `14:32:08` for today, `20/11 14:32` this year, `20/11/2025 14:32` before: as short as it stays clear. */
export function formatShortTime(iso: string, nowIso: string, timeZone: string): string {
  const at = partsAt(iso, timeZone);
  const now = partsAt(nowIso, timeZone);
  const isSameYear = at.year === now.year;
  if (isSameYear && at.month === now.month && at.day === now.day)
    return `${at.hour}:${at.minute}:${at.second}`;
  const day = `${at.day}/${at.month}${isSameYear ? '' : `/${at.year}`}`;
  return `${day}\u00a0${at.hour}:${at.minute}`;
}

/** @returns `350 ms`, `1,8 s`, `2 min 05 s`. */
export function formatDuration(ms: number, language: Language): string {
  if (ms < 1000) return `${Math.round(ms)}\u00a0ms`;
  if (ms < 60_000) return `${formatNumber(Math.round(ms / 100) / 10, language)}\u00a0s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}\u00a0min\u00a0${String(seconds % 60).padStart(2, '0')}\u00a0s`;
}

/** @returns `1 234,56` in French, `1,234.56` in English. */
export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB').format(value);
}

/** @returns `516 261 054 00022`, unbreakable; a SIRET that has not 14 digits is given back as it is. */
export function formatSiret(siret: string): string {
  return siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, '$1\u00a0$2\u00a0$3\u00a0$4');
}

/** @returns `CM` for `Claire Morvan`, `TG` for `Thomas Le Gall`: first and last word. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s'’-]+/)
    .filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('') || '?';
}
