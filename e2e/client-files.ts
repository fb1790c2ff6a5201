/** Files of clients as firms have them, good and bad. */

/** A SIRET that passes its check, different for each number; it begins with a zero, which spreadsheets like to lose. */
function siretOf(number: number): string {
  const siren = withLuhnDigit(String(5_000_000 + number).padStart(8, '0'));
  return withLuhnDigit(`${siren}0001`);
}

function withLuhnDigit(digits: string): string {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

interface ClientLine {
  readonly name: string;
  readonly code: string;
  readonly siret: string;
}

/** Clients, all good. */
export function clientLines(count: number): ClientLine[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `Société Kerjean n° ${String(index + 1).padStart(3, '0')}`,
    code: `K${String(index + 1).padStart(4, '0')}`,
    siret: siretOf(index),
  }));
}

/** As a French spreadsheet saves it: `;`, Windows-1252, lines ended its way. */
export function writeWindowsCsv(lines: readonly ClientLine[]): Buffer {
  const rows = [
    ['Nom', 'Code dossier', 'SIRET'],
    ...lines.map(({ name, code, siret }) => [name, code, siret]),
  ];
  return Buffer.from(rows.map((row) => row.join(';')).join('\r\n'), 'latin1');
}
