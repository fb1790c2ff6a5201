import type { Invoice, InvoiceLine } from '@navette/einvoice';
import { formatNumber } from '../../../language/format.ts';
import { fill } from '../../fill.ts';
import { useFrame } from '../frame-context.ts';
import { formatAmount, formatDecimal } from './amounts.ts';
import styles from './invoice-page.module.css';

/** Past this a browser draws for seconds; the whole is in the XML. */
const maxLines = 1_000;

/** What was sold. In a narrow frame a line is two: what, then how many for how much. */
export function LineTable({ invoice: { lines, currency } }: { invoice: Invoice }) {
  const { words, language } = useFrame();
  const w = words.invoice;
  if (lines.length === 0) return <p className={styles.remark}>{w.noLines}</p>;
  return (
    <section className={styles.section}>
      <h2>{w.lines}</h2>
      <table className={styles.table} aria-label={w.lines}>
        <thead>
          <tr>
            <th scope="col">{w.item}</th>
            <th scope="col" className={`${styles.number} ${styles.wide}`}>
              {w.quantity}
            </th>
            <th scope="col" className={`${styles.number} ${styles.wide}`}>
              {w.unitPrice}
            </th>
            <th scope="col" className={`${styles.number} ${styles.wide}`}>
              {w.vatRate}
            </th>
            <th scope="col" className={styles.number}>
              {w.amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, maxLines).map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of an invoice never move
            <Line key={index} line={line} currency={currency} />
          ))}
        </tbody>
      </table>
      {lines.length > maxLines && (
        <p className={styles.remark}>
          {fill(w.firstLines, {
            count: formatNumber(maxLines, language),
            total: formatNumber(lines.length, language),
          })}
        </p>
      )}
    </section>
  );
}

function Line({ line, currency }: { line: InvoiceLine; currency: string | null }) {
  const { words, language } = useFrame();
  const w = words.invoice;
  const quantity = formatQuantity(line, w.units, language);
  const price = formatAmount(line.unitPrice, currency, language);
  const perUnits =
    line.priceQuantity !== null && !/^1(\.0*)?$/.test(line.priceQuantity)
      ? ` ${fill(w.perUnits, { count: formatDecimal(line.priceQuantity, language) })}`
      : '';
  const rate = line.vatRate === null ? '' : `${formatDecimal(line.vatRate, language)}\u00a0%`;
  const inShort = [
    [quantity, price && `${price}${perUnits}`].filter(Boolean).join(' × '),
    rate && `${w.vatRate} ${rate}`,
  ];
  return (
    <tr>
      <th scope="row">
        <span className={styles.item}>{line.name ?? line.description ?? line.number}</span>
        {line.name !== null && line.description !== null && (
          <span className={styles.second}>{line.description}</span>
        )}
        <span className={styles.narrow}>{inShort.filter(Boolean).join(' · ')}</span>
      </th>
      <td className={`${styles.number} ${styles.wide}`}>{quantity}</td>
      <td className={`${styles.number} ${styles.wide}`}>
        {price}
        {perUnits}
      </td>
      <td className={`${styles.number} ${styles.wide}`}>{rate}</td>
      <td className={styles.number}>{formatAmount(line.netAmount, currency, language)}</td>
    </tr>
  );
}

/** `10 L`, `20 pièces`; `C62`, one of something, is left out; a code that has no word here is shown. */
function formatQuantity(
  { quantity, unit }: InvoiceLine,
  units: Readonly<Record<string, string>>,
  language: 'fr' | 'en',
): string {
  if (quantity === null) return '';
  const number = formatDecimal(quantity, language);
  if (unit === null || unit === 'C62') return number;
  const [one = unit, several = one] = (units[unit] ?? unit).split('|');
  const isOne = language === 'fr' ? Math.abs(Number(quantity)) < 2 : Number(quantity) === 1;
  return `${number}\u00a0${isOne ? one : several}`;
}
