/** UBL 2.1, `Invoice` and `CreditNote`. */
import { find, findAll, readDate, textAt, textsAt } from './find.ts';
import { type GivenId, identifyParty } from './identify-party.ts';
import type { Adjustment, Invoice, InvoiceLine, InvoiceTax, Party } from './invoice.ts';
import type { XmlElement } from './parse-xml.ts';
import { isCreditNoteCode, isSelfBilledCode } from './type-codes.ts';

const namespaces = 'urn:oasis:names:specification:ubl:schema:xsd:';

/** Other families of XML have an `Invoice` too: this one is known by its namespace, or by what only UBL calls so. */
export function isUbl(root: XmlElement): boolean {
  if (root.name !== 'Invoice' && root.name !== 'CreditNote') return false;
  const isDeclared = Object.entries(root.attributes).some(
    ([name, value]) => /^xmlns(:|$)/.test(name) && value.startsWith(namespaces),
  );
  return isDeclared || find(root, 'AccountingSupplierParty') !== undefined;
}

export function readUbl(root: XmlElement): Invoice {
  const typeCode = textAt(root, 'InvoiceTypeCode|CreditNoteTypeCode');
  const currency = textAt(root, 'DocumentCurrencyCode');
  return {
    syntax: 'ubl',
    profile: textAt(root, 'CustomizationID'),
    number: textAt(root, 'ID'),
    typeCode,
    isCreditNote: root.name === 'CreditNote' || isCreditNoteCode(typeCode),
    isSelfBilled: isSelfBilledCode(typeCode),
    issueDate: readDate(textAt(root, 'IssueDate')),
    dueDate: readDate(textAt(root, 'DueDate') ?? textAt(root, 'PaymentMeans/PaymentDueDate')),
    deliveryDate: readDate(textAt(root, 'Delivery/ActualDeliveryDate')),
    period: readPeriod(find(root, 'InvoicePeriod')),
    currency,
    seller: readParty(find(root, 'AccountingSupplierParty/Party')),
    buyer: readParty(find(root, 'AccountingCustomerParty/Party')),
    references: {
      buyerReference: textAt(root, 'BuyerReference'),
      order: textAt(root, 'OrderReference/ID'),
      contract: textAt(root, 'ContractDocumentReference/ID'),
      invoices: findAll(root, 'BillingReference/InvoiceDocumentReference').flatMap((reference) => {
        const number = textAt(reference, 'ID');
        return number === null ? [] : [{ number, date: readDate(textAt(reference, 'IssueDate')) }];
      }),
    },
    lines: findAll(root, 'InvoiceLine|CreditNoteLine').map(readLine),
    adjustments: findAll(root, 'AllowanceCharge').map(readAdjustment),
    ...readTaxes(root, currency),
    notes: textsAt(root, 'Note'),
    payment: {
      terms: textsAt(root, 'PaymentTerms/Note').join('\n') || null,
      reference: textAt(root, 'PaymentMeans/PaymentID'),
      accounts: findAll(root, 'PaymentMeans/PayeeFinancialAccount').flatMap((account) => {
        const iban = textAt(account, 'ID');
        return iban === null ? [] : [{ iban, bic: textAt(account, 'FinancialInstitutionBranch/ID') }];
      }),
    },
  };
}

function readPeriod(period: XmlElement | undefined): Invoice['period'] {
  const start = readDate(textAt(period, 'StartDate'));
  const end = readDate(textAt(period, 'EndDate'));
  return start === null && end === null ? null : { start, end };
}

function readParty(party: XmlElement | undefined): Party {
  const given = (path: string): GivenId[] =>
    findAll(party, path).map(({ attributes, text }) => ({ scheme: attributes.schemeID ?? '', value: text }));
  const vatNumber = readVatNumber(party);
  const [electronicAddress = null] = given('EndpointID');
  return {
    name: textAt(party, 'PartyLegalEntity/RegistrationName') ?? textAt(party, 'PartyName/Name'),
    ...identifyParty({
      ids: [...given('PartyIdentification/ID'), ...given('PartyLegalEntity/CompanyID')],
      vatNumber,
      electronicAddress,
    }),
    vatNumber,
    electronicAddress: electronicAddress?.value || null,
    address: readAddress(find(party, 'PostalAddress')),
  };
}

/** Of the tax registrations, the one of VAT: a party may have others. */
function readVatNumber(party: XmlElement | undefined): string | null {
  const schemes = findAll(party, 'PartyTaxScheme');
  const vat = schemes.find((scheme) => textAt(scheme, 'TaxScheme/ID')?.toUpperCase() === 'VAT');
  const unnamed = schemes.find((scheme) => textAt(scheme, 'TaxScheme/ID') === null);
  return textAt(vat ?? unnamed, 'CompanyID');
}

function readAddress(address: XmlElement | undefined): string[] {
  const city = [textAt(address, 'PostalZone'), textAt(address, 'CityName')];
  return [
    textAt(address, 'StreetName'),
    textAt(address, 'AdditionalStreetName'),
    ...textsAt(address, 'AddressLine/Line'),
    city.filter((part) => part !== null).join(' '),
    textAt(address, 'CountrySubentity'),
    textAt(address, 'Country/IdentificationCode'),
  ].filter((line): line is string => line !== null && line !== '');
}

function readLine(line: XmlElement): InvoiceLine {
  const quantity = find(line, 'InvoicedQuantity|CreditedQuantity');
  return {
    number: textAt(line, 'ID'),
    name: textAt(line, 'Item/Name'),
    description: textAt(line, 'Item/Description'),
    quantity: quantity?.text || null,
    unit: quantity?.attributes.unitCode ?? null,
    unitPrice: textAt(line, 'Price/PriceAmount'),
    priceQuantity: textAt(line, 'Price/BaseQuantity'),
    netAmount: textAt(line, 'LineExtensionAmount'),
    vatRate: textAt(line, 'Item/ClassifiedTaxCategory/Percent'),
  };
}

function readAdjustment(element: XmlElement): Adjustment {
  return {
    kind: textAt(element, 'ChargeIndicator') === 'true' ? 'charge' : 'allowance',
    reason: textAt(element, 'AllowanceChargeReason'),
    amount: textAt(element, 'Amount'),
    vatRate: textAt(element, 'TaxCategory/Percent'),
  };
}

function readTaxes(root: XmlElement, currency: string | null): Pick<Invoice, 'taxes' | 'totals'> {
  // A second total may give the VAT in the currency of the books.
  const taxTotals = findAll(root, 'TaxTotal');
  const isInCurrency = (total: XmlElement) => find(total, 'TaxAmount')?.attributes.currencyID === currency;
  const tax = taxTotals.find(isInCurrency) ?? taxTotals[0];
  const sums = find(root, 'LegalMonetaryTotal');
  return {
    taxes: findAll(tax, 'TaxSubtotal').map(
      (subtotal): InvoiceTax => ({
        category: textAt(subtotal, 'TaxCategory/ID'),
        rate: textAt(subtotal, 'TaxCategory/Percent'),
        base: textAt(subtotal, 'TaxableAmount'),
        amount: textAt(subtotal, 'TaxAmount'),
        exemption: textAt(subtotal, 'TaxCategory/TaxExemptionReason'),
      }),
    ),
    totals: {
      lines: textAt(sums, 'LineExtensionAmount'),
      net: textAt(sums, 'TaxExclusiveAmount'),
      vat: textAt(tax, 'TaxAmount'),
      gross: textAt(sums, 'TaxInclusiveAmount'),
      paid: textAt(sums, 'PrepaidAmount'),
      due: textAt(sums, 'PayableAmount'),
    },
  };
}
