import type { Invoice, Party } from '@navette/einvoice';
import { IconReceiptRefund } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { formatSiret } from '../../../language/format.ts';
import { fill } from '../../fill.ts';
import { useFrame } from '../frame-context.ts';
import { Scroller } from '../scroller.tsx';
import { formatCountry, formatDay, formatIban } from './amounts.ts';
import styles from './invoice-page.module.css';
import { Adjustments, Taxes, Totals } from './invoice-sums.tsx';
import { LineTable } from './line-table.tsx';

/** An electronic invoice as a page to read, below its tabs: what its XML says, in the order in which an accountant asks. */
export function InvoicePage({ invoice }: { invoice: Invoice }) {
  const { channel, words } = useFrame();
  useEffect(() => channel.say({ kind: 'shown' }), [channel]);
  const w = words.invoice;
  return (
    <Scroller className={styles.scroller}>
      <article className={styles.page}>
        <Head invoice={invoice} />
        <div className={styles.parties}>
          <PartyCard title={w.seller} party={invoice.seller} />
          <PartyCard title={w.buyer} party={invoice.buyer} />
        </div>
        <LineTable invoice={invoice} />
        <Adjustments invoice={invoice} />
        <div className={styles.sums}>
          <Taxes invoice={invoice} />
          <Totals invoice={invoice} />
        </div>
        <Payment invoice={invoice} />
        {invoice.notes.length > 0 && (
          <section className={styles.section}>
            <h2>{w.notes}</h2>
            {invoice.notes.map((note) => (
              <p key={note} className={styles.prose}>
                {note}
              </p>
            ))}
          </section>
        )}
        <footer className={styles.foot}>
          <p>{w.readFrom}</p>
          {invoice.profile !== null && (
            <p>
              {w.profile} {invoice.syntax.toUpperCase()}, <span className="mono">{invoice.profile}</span>
            </p>
          )}
        </footer>
      </article>
    </Scroller>
  );
}

function Head({ invoice }: { invoice: Invoice }) {
  const { words } = useFrame();
  const w = words.invoice;
  const { references, period } = invoice;
  const kind = w.kinds[kindOf(invoice)];
  return (
    <header className={styles.head}>
      <h1>{fill(w.title, { kind, number: invoice.number ?? w.unnumbered })}</h1>
      {invoice.isCreditNote && (
        <p className={styles.creditNote}>
          <IconReceiptRefund size={16} aria-hidden />
          <span>{w.creditNote}</span>
        </p>
      )}
      {invoice.isSelfBilled && <p className={styles.remark}>{w.selfBilled}</p>}
      {references.invoices.map(({ number, date }) => (
        <p key={number} className={styles.remark}>
          {date === null
            ? fill(w.corrects, { number })
            : fill(w.correctsDated, { number, date: formatDay(date) })}
        </p>
      ))}
      <Facts
        facts={[
          [w.issued, invoice.issueDate && formatDay(invoice.issueDate)],
          [w.due, invoice.dueDate && formatDay(invoice.dueDate)],
          [w.delivered, invoice.deliveryDate && formatDay(invoice.deliveryDate)],
          [w.period, period && fill(w.periodValue, { start: day(period.start), end: day(period.end) })],
          [w.order, references.order],
          [w.contract, references.contract],
          [w.buyerReference, references.buyerReference],
        ]}
      />
    </header>
  );
}

function kindOf({ isCreditNote, isSelfBilled, typeCode }: Invoice) {
  if (isCreditNote) return isSelfBilled ? 'selfBilledCreditNote' : 'creditNote';
  if (isSelfBilled) return 'selfBilled';
  if (typeCode === '384' || typeCode === '471' || typeCode === '472') return 'corrected';
  return typeCode === '386' || typeCode === '500' ? 'prepayment' : 'invoice';
}

function day(date: string | null): string {
  return date === null ? '…' : formatDay(date);
}

/** Names and values; those that the invoice does not have are not there. */
function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  const known = facts.filter(([, value]) => value !== null && value !== '');
  if (known.length === 0) return null;
  return (
    <dl className={styles.facts}>
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function PartyCard({ title, party }: { title: string; party: Party }) {
  const { words, language } = useFrame();
  const w = words.invoice;
  const country = party.address.at(-1);
  const lines =
    country !== undefined && /^[A-Z]{2}$/.test(country)
      ? [...party.address.slice(0, -1), formatCountry(country, language)]
      : party.address;
  return (
    <section className={styles.party}>
      <h2>{title}</h2>
      <p className={styles.name}>{party.name ?? w.unnamed}</p>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <Facts
        facts={[
          [w.siret, party.siret && formatSiret(party.siret)],
          [w.siren, party.siret === null && party.siren ? formatSiren(party.siren) : null],
          [w.vatNumber, party.vatNumber],
          [w.electronicAddress, party.electronicAddress],
        ]}
      />
    </section>
  );
}

function formatSiren(siren: string): string {
  return siren.replace(/^(\d{3})(\d{3})(\d{3})$/, '$1\u00a0$2\u00a0$3');
}

function Payment({ invoice: { payment } }: { invoice: Invoice }) {
  const { words } = useFrame();
  const w = words.invoice;
  const { terms, reference, accounts } = payment;
  if (terms === null && reference === null && accounts.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>{w.payment}</h2>
      {accounts.map(({ iban, bic }) => (
        <Facts
          key={iban}
          facts={[
            [
              w.iban,
              <span key="iban" className="mono">
                {formatIban(iban)}
              </span>,
            ],
            [
              w.bic,
              bic && (
                <span key="bic" className="mono">
                  {bic}
                </span>
              ),
            ],
          ]}
        />
      ))}
      <Facts facts={[[w.reference, reference]]} />
      {terms !== null && <p className={styles.prose}>{terms}</p>}
    </section>
  );
}
