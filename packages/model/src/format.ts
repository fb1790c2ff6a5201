/** Sizes as people read them: `24,8 Mo` in French, `24.8 MB` in English. */
export function formatBytes(bytes: number, language: 'fr' | 'en'): string {
  const units = language === 'fr' ? ['octets', 'Ko', 'Mo', 'Go'] : ['bytes', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit >= 2 && value < 100 ? 1 : 0;
  return `${numberFormat(language, digits).format(value)}\u00a0${units[unit]}`;
}

const formats = new Map<string, Intl.NumberFormat>();

/** Making one takes longer than drawing a row that shows it. */
function numberFormat(language: 'fr' | 'en', maximumFractionDigits: number): Intl.NumberFormat {
  const key = `${language} ${maximumFractionDigits}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { maximumFractionDigits });
  formats.set(key, made);
  return made;
}
