import type { Invoice } from '@navette/einvoice';
import { useFrame } from '../frame-context.ts';
import { formatAmount, formatDecimal } from './amounts.ts';
import styles from './invoice-page.module.css';

/** What is taken off or added for the whole invoice. */
export function Adjustments({ invoice: { adjustments, currency } }: { invoice: Invoice }) {
  const { words, language } = useFrame();
  const w = words.invoice;
  if (adjustments.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>{w.adjustments}</h2>
      <table className={styles.table} aria-label={w.adjustments}>
        <tbody>
          {adjustments.map(({ kind, reason, amount, vatRate }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of an invoice never move
            <tr key={index}>
              <th scope="row">
                {w[kind]}
                {reason !== null && <span className={styles.second}> {reason}</span>}
              </th>
              <td className={styles.number}>
                {vatRate !== null && `${formatDecimal(vatRate, language)}\u00a0%`}
              </td>
              <td className={styles.number}>
                {amount !== null && kind === 'allowance' && '−\u00a0'}
                {formatAmount(amount, currency, language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** VAT, rate by rate. */
export function Taxes({ invoice: { taxes, currency } }: { invoice: Invoice }) {
  const { words, language } = useFrame();
  const w = words.invoice;
  if (taxes.length === 0) return null;
  const categories: Readonly<Record<string, string>> = w.categories;
  return (
    <section className={styles.section}>
      <h2>{w.taxes}</h2>
      <table className={styles.table} aria-label={w.taxes}>
        <thead>
          <tr>
            <th scope="col">{w.rate}</th>
            <th scope="col" className={styles.number}>
              {w.base}
            </th>
            <th scope="col" className={styles.number}>
              {w.vat}
            </th>
          </tr>
        </thead>
        <tbody>
          {taxes.map(({ category, rate, base, amount, exemption }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of an invoice never move
            <tr key={index}>
              <th scope="row">
                {rate !== null && `${formatDecimal(rate, language)}\u00a0%`}
                <span className={styles.second}>{exemption ?? categories[category ?? '']}</span>
              </th>
              <td className={styles.number}>{formatAmount(base, currency, language)}</td>
              <td className={styles.number}>{formatAmount(amount, currency, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** From the lines to what is left to pay. */
export function Totals({ invoice: { totals, currency, isCreditNote, adjustments } }: { invoice: Invoice }) {
  const { words, language } = useFrame();
  const w = words.invoice;
  const rows: [name: string, amount: string | null, isLast?: true][] = [
    [w.totalLines, adjustments.length > 0 ? totals.lines : null],
    [w.net, totals.net],
    [w.vat, totals.vat],
    [w.gross, totals.gross],
    [w.paid, isZero(totals.paid) ? null : totals.paid],
    [isCreditNote ? w.toDeduct : w.toPay, totals.due, true],
  ];
  return (
    <section className={styles.section}>
      <h2>{w.totals}</h2>
      <table className={`${styles.table} ${styles.totals}`} aria-label={w.totals}>
        <tbody>
          {rows
            .filter(([, amount]) => amount !== null)
            .map(([name, amount, isLast]) => (
              <tr key={name} className={isLast && styles.last}>
                <th scope="row">{name}</th>
                <td className={styles.number}>{formatAmount(amount, currency, language)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}

function isZero(amount: string | null): boolean {
  return amount !== null && /^0*(\.0*)?$/.test(amount);
}
