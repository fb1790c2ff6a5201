import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readInvoice } from './read-invoice.ts';

const sample = (name: string) => readFile(new URL(`../testing/${name}`, import.meta.url));
const encode = (text: string) => new TextEncoder().encode(text);

describe.each([
  // name, syntax, number, type, credit note, issued, lines, gross, due
  ['cii-Einfach.xml', 'cii', '471102', '380', false, '2018-03-05', 2, '529.87', '529.87'],
  ['cii-Gutschrift.xml', 'cii', '471102', '389', false, '2018-03-05', 2, '529.87', '529.87'],
  ['cii-Rabatte.xml', 'cii', '471102', '380', false, '2018-06-05', 4, '215.07', '165.07'],
  [
    'facturx-Avoir_FR_type381_BASIC.xml',
    'cii',
    'AV-2017-0005',
    '381',
    true,
    '2017-11-16',
    2,
    '233.47',
    '233.47',
  ],
  [
    'facturx-Facture_FR_BASICWL.xml',
    'cii',
    'FA-2017-0010',
    '380',
    false,
    '2017-11-13',
    0,
    '671.15',
    '470.15',
  ],
  [
    'facturx-Facture_FR_MINIMUM.xml',
    'cii',
    'FA-2017-0010',
    '380',
    false,
    '2017-11-13',
    0,
    '671.15',
    '470.15',
  ],
  ['zugferd1-BASIC-Einfach.xml', 'cii', '471102', '380', false, '2013-03-05', 1, '235.62', null],
  ['ubl-Einfach.xml', 'ubl', '471102', '380', false, '2018-03-05', 2, '529.87', '529.87'],
  ['ubl-Gutschrift.xml', 'ubl', '471102', '389', false, '2018-03-05', 2, '529.87', '529.87'],
  ['ubl-Rabatte.xml', 'ubl', '471102', '380', false, '2018-06-05', 4, '215.07', '165.07'],
  ['ubl-creditnote.xml', 'ubl', '018304 / 28865', '381', true, '2019-09-23', 1, '100.11', '100.11'],
] as const)('%s', (name, syntax, number, typeCode, isCreditNote, issueDate, lines, gross, due) => {
  it('is read as its issuer wrote it', async () => {
    const invoice = readInvoice(await sample(name));
    expect(invoice).toMatchObject({ syntax, number, typeCode, isCreditNote, issueDate, currency: 'EUR' });
    expect(invoice).toMatchObject({ totals: { gross, due }, isSelfBilled: typeCode === '389' });
    expect(invoice?.lines).toHaveLength(lines);
  });
});

it('reads a French credit note whole, amounts and numbers as text', async () => {
  expect(readInvoice(await sample('facturx-Avoir_FR_type381_BASIC.xml'))).toMatchObject({
    profile: 'urn:cen.eu:en16931:2017:compliant:factur-x.eu:1p0:basic',
    dueDate: '2017-11-16',
    seller: {
      name: 'Au bon moulin',
      siren: '999999998',
      siret: '99999999800010',
      vatNumber: 'FR11999999998',
      address: ["1242 chemin de l'olive", '84340 Malaucène', 'FR'],
    },
    buyer: { name: 'Ma jolie boutique', siret: '78787878400035' },
    references: {
      order: 'PO445',
      contract: 'MSPE2017',
      invoices: [{ number: 'FA-2017-0010', date: '2017-11-13' }],
    },
    lines: [
      {
        number: '1',
        name: "Nougat de l'Abbaye 250g",
        quantity: '5.000',
        unit: 'C62',
        unitPrice: '4.10',
        netAmount: '20.48',
        vatRate: '20.00',
      },
      {
        number: '2',
        quantity: '10.000',
        unit: 'LTR',
        unitPrice: '19.80',
        netAmount: '198.00',
        vatRate: '5.50',
      },
    ],
    taxes: [
      { rate: '20.00', base: '20.48', amount: '4.10' },
      { rate: '5.50', base: '198.00', amount: '10.89' },
    ],
    totals: { net: '218.48', vat: '14.99', gross: '233.47', paid: '0.00', due: '233.47' },
    notes: ["Avoir suite à bidon 10L d'huile d'olive percé et carton de nougat renversé"],
  });
});

it.each(['cii-Rabatte.xml', 'ubl-Rabatte.xml'])('reads what is taken off and added in %s', async (name) => {
  const invoice = readInvoice(await sample(name));
  const read = invoice?.adjustments.map(({ kind, amount, vatRate }) => [
    kind,
    Number(amount),
    Number(vatRate),
  ]);
  expect(read).toEqual([
    ['allowance', 1, 19],
    ['allowance', 13.73, 7],
    ['charge', 5.8, 7],
  ]);
  expect(invoice?.payment.terms).toContain('Zahlbar innerhalb 30 Tagen');
});

describe('whatever its prefixes', () => {
  it('an invoice is the same', async () => {
    const text = new TextDecoder().decode(await sample('facturx-Facture_FR_BASICWL.xml'));
    const plain = text.replace(/(<\/?)(rsm|ram|udt|qdt):/g, '$1');
    const other = text.replace(/(<\/?|xmlns:)ram\b/g, '$1a').replace(/(<\/?|xmlns:)rsm\b/g, '$1ram');
    const expected = readInvoice(encode(text));
    expect(expected?.totals.gross).toBe('671.15');
    expect(readInvoice(encode(plain))).toEqual(expected);
    expect(readInvoice(encode(other))).toEqual(expected);
  });
});

describe('whatever its encoding', () => {
  const text = '<CreditNote><ID>É-1</ID><AccountingSupplierParty/></CreditNote>';
  const utf16 = (bigEndian: boolean, mark: string) => {
    const bytes = Buffer.from(`${mark}<?xml version="1.0" encoding="UTF-16"?>${text}`, 'utf16le');
    return bigEndian ? bytes.swap16() : bytes;
  };
  it.each([
    ['UTF-8', encode(text)],
    ['UTF-8 with its mark', encode(`\ufeff${text}`)],
    ['UTF-8 that says UTF-16', encode(`<?xml version="1.0" encoding="UTF-16"?>${text}`)],
    ['blank lines before it', encode(`\r\n\r\n<?xml version="1.0"?>${text}`)],
    ['an encoding that nobody knows', encode(`<?xml version="1.0" encoding="klingon"?>${text}`)],
    ['Windows-1252', Buffer.from(`<?xml version="1.0" encoding="windows-1252"?>${text}`, 'latin1')],
    ['UTF-16 LE', utf16(false, '\ufeff')],
    ['UTF-16 BE', utf16(true, '\ufeff')],
    ['UTF-16 LE without its mark', utf16(false, '')],
    ['UTF-16 BE without its mark', utf16(true, '')],
  ])('%s', (_encoding, bytes) => {
    expect(readInvoice(bytes)).toMatchObject({ number: 'É-1', isCreditNote: true, syntax: 'ubl' });
  });
});

it('takes the VAT in the currency of the invoice, not in that of the books', () => {
  const ubl = (currency: string) =>
    encode(
      `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><DocumentCurrencyCode>${currency}</DocumentCurrencyCode>
     <TaxTotal><TaxAmount currencyID="EUR">1.00</TaxAmount></TaxTotal><TaxTotal><TaxAmount currencyID="USD">2.00</TaxAmount></TaxTotal></Invoice>`,
    );
  expect(readInvoice(ubl('USD'))?.totals.vat).toBe('2.00');
  expect(readInvoice(ubl('EUR'))?.totals.vat).toBe('1.00');
  expect(readInvoice(ubl('CHF'))?.totals.vat).toBe('1.00');
});

it('leaves out a date that is none', () => {
  const dated = (date: string) =>
    readInvoice(encode(`<Invoice><IssueDate>${date}</IssueDate><AccountingSupplierParty/></Invoice>`))
      ?.issueDate;
  expect(dated('2026-11-21')).toBe('2026-11-21');
  expect(dated('2026-11-21+01:00')).toBe('2026-11-21');
  for (const none of ['2026-02-31', '2026-13-01', '21/11/2026', '', 'demain']) expect(dated(none)).toBeNull();
});

it.each([
  '<Invoice xmlns="urn:example"/>',
  '<html><body>Invoice</body></html>',
  '<svg xmlns="http://www.w3.org/2000/svg"/>',
  '<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>',
])('knows that %s is no invoice', (text) => {
  expect(readInvoice(encode(text))).toBeNull();
});
