/** CII: `CrossIndustryInvoice` (D16B, D22B), and ZUGFeRD 1, whose elements are the same under longer names. */
import { find, findAll, idAt, readDate, textAt, textsAt } from './find.ts';
import { type GivenId, identifyParty } from './identify-party.ts';
import type { Adjustment, Invoice, InvoiceLine, InvoiceTax, Party, Totals } from './invoice.ts';
import type { XmlElement } from './parse-xml.ts';
import { isCreditNoteCode, isSelfBilledCode } from './type-codes.ts';

/** The names of CII before those of ZUGFeRD 1. */
const names = {
  context: 'ExchangedDocumentContext|SpecifiedExchangedDocumentContext',
  document: 'ExchangedDocument|HeaderExchangedDocument',
  transaction: 'SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction',
  agreement: 'ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement',
  delivery: 'ApplicableHeaderTradeDelivery|ApplicableSupplyChainTradeDelivery',
  settlement: 'ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement',
  sums: 'SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation',
  lineAgreement: 'SpecifiedLineTradeAgreement|SpecifiedSupplyChainTradeAgreement',
  lineDelivery: 'SpecifiedLineTradeDelivery|SpecifiedSupplyChainTradeDelivery',
  lineSettlement: 'SpecifiedLineTradeSettlement|SpecifiedSupplyChainTradeSettlement',
  lineSums: 'SpecifiedTradeSettlementLineMonetarySummation|SpecifiedTradeSettlementMonetarySummation',
  percent: 'RateApplicablePercent|ApplicablePercent',
} as const;

export function isCii(root: XmlElement): boolean {
  return root.name === 'CrossIndustryInvoice' || root.name === 'CrossIndustryDocument';
}

export function readCii(root: XmlElement): Invoice {
  const document = find(root, names.document);
  const transaction = find(root, names.transaction);
  const agreement = find(transaction, names.agreement);
  const settlement = find(transaction, names.settlement);
  const typeCode = textAt(document, 'TypeCode');
  const currency = textAt(settlement, 'InvoiceCurrencyCode');
  const period = find(settlement, 'BillingSpecifiedPeriod');
  const start = dateAt(period, 'StartDateTime');
  const end = dateAt(period, 'EndDateTime');
  return {
    syntax: 'cii',
    profile: textAt(root, `${names.context}/GuidelineSpecifiedDocumentContextParameter/ID`),
    number: textAt(document, 'ID'),
    typeCode,
    isCreditNote: isCreditNoteCode(typeCode),
    isSelfBilled: isSelfBilledCode(typeCode),
    issueDate: dateAt(document, 'IssueDateTime'),
    dueDate: dateAt(settlement, 'SpecifiedTradePaymentTerms/DueDateDateTime'),
    deliveryDate: dateAt(transaction, `${names.delivery}/ActualDeliverySupplyChainEvent/OccurrenceDateTime`),
    period: start === null && end === null ? null : { start, end },
    currency,
    seller: readParty(find(agreement, 'SellerTradeParty')),
    buyer: readParty(find(agreement, 'BuyerTradeParty')),
    references: {
      buyerReference: textAt(agreement, 'BuyerReference'),
      order: textAt(agreement, 'BuyerOrderReferencedDocument/IssuerAssignedID|ID'),
      contract: textAt(agreement, 'ContractReferencedDocument/IssuerAssignedID|ID'),
      invoices: findAll(settlement, 'InvoiceReferencedDocument').flatMap((reference) => {
        const number = textAt(reference, 'IssuerAssignedID|ID');
        return number === null ? [] : [{ number, date: dateAt(reference, 'FormattedIssueDateTime') }];
      }),
    },
    lines: findAll(transaction, 'IncludedSupplyChainTradeLineItem').map(readLine),
    adjustments: readAdjustments(settlement),
    taxes: findAll(settlement, 'ApplicableTradeTax').map(readTax),
    totals: readTotals(find(settlement, names.sums), currency),
    notes: textsAt(document, 'IncludedNote/Content'),
    payment: readPayment(settlement),
  };
}

/** `<…><DateTimeString format="102">20261121</DateTimeString></…>`; a plain `DateTime` in some. */
function dateAt(from: XmlElement | undefined, path: string): string | null {
  const place = find(from, path);
  return readDate(textAt(place, 'DateTimeString|DateTime|DateString') ?? (place?.text || null));
}

function readParty(party: XmlElement | undefined): Party {
  const given = (path: string): GivenId[] =>
    findAll(party, path).map(({ attributes, text }) => ({ scheme: attributes.schemeID ?? '', value: text }));
  const vatNumber = idAt(party, 'SpecifiedTaxRegistration/ID', ['VA']);
  const [electronicAddress = null] = given('URIUniversalCommunication/URIID');
  return {
    name: textAt(party, 'Name') ?? textAt(party, 'SpecifiedLegalOrganization/TradingBusinessName'),
    ...identifyParty({
      ids: [...given('GlobalID'), ...given('SpecifiedLegalOrganization/ID'), ...given('ID')],
      vatNumber,
      electronicAddress,
    }),
    vatNumber,
    electronicAddress: electronicAddress?.value || null,
    address: readAddress(find(party, 'PostalTradeAddress')),
  };
}

function readAddress(address: XmlElement | undefined): string[] {
  const city = [textAt(address, 'PostcodeCode'), textAt(address, 'CityName')];
  return [
    textAt(address, 'LineOne'),
    textAt(address, 'LineTwo'),
    textAt(address, 'LineThree'),
    city.filter((part) => part !== null).join(' '),
    textAt(address, 'CountrySubDivisionName'),
    textAt(address, 'CountryID'),
  ].filter((line): line is string => line !== null && line !== '');
}

function readLine(line: XmlElement): InvoiceLine {
  const product = find(line, 'SpecifiedTradeProduct');
  const price = find(line, `${names.lineAgreement}/NetPriceProductTradePrice`);
  const settlement = find(line, names.lineSettlement);
  const quantity = find(line, `${names.lineDelivery}/BilledQuantity`);
  return {
    number: textAt(line, 'AssociatedDocumentLineDocument/LineID'),
    // A line that is only a remark has no product.
    name: textAt(product, 'Name') ?? textAt(line, 'AssociatedDocumentLineDocument/IncludedNote/Content'),
    description: textAt(product, 'Description'),
    quantity: quantity?.text || null,
    unit: quantity?.attributes.unitCode ?? null,
    unitPrice: textAt(price, 'ChargeAmount'),
    priceQuantity: textAt(price, 'BasisQuantity'),
    netAmount: textAt(settlement, `${names.lineSums}/LineTotalAmount`),
    vatRate: textAt(settlement, `ApplicableTradeTax/${names.percent}`),
  };
}

function readAdjustments(settlement: XmlElement | undefined): Adjustment[] {
  const adjustments = findAll(settlement, 'SpecifiedTradeAllowanceCharge').map(
    (element): Adjustment => ({
      kind: textAt(element, 'ChargeIndicator/Indicator') === 'true' ? 'charge' : 'allowance',
      reason: textAt(element, 'Reason'),
      amount: textAt(element, 'ActualAmount'),
      vatRate: textAt(element, `CategoryTradeTax/${names.percent}`),
    }),
  );
  // Extended profiles name what is charged for transport.
  const services = findAll(settlement, 'SpecifiedLogisticsServiceCharge').map(
    (element): Adjustment => ({
      kind: 'charge',
      reason: textAt(element, 'Description'),
      amount: textAt(element, 'AppliedAmount'),
      vatRate: textAt(element, `AppliedTradeTax/${names.percent}`),
    }),
  );
  return [...adjustments, ...services];
}

function readTax(tax: XmlElement): InvoiceTax {
  return {
    category: textAt(tax, 'CategoryCode'),
    rate: textAt(tax, names.percent),
    base: textAt(tax, 'BasisAmount'),
    amount: textAt(tax, 'CalculatedAmount'),
    exemption: textAt(tax, 'ExemptionReason'),
  };
}

function readTotals(sums: XmlElement | undefined, currency: string | null): Totals {
  // A second one may give the VAT in the currency of the books.
  const vats = findAll(sums, 'TaxTotalAmount');
  const vat = vats.find(({ attributes }) => attributes.currencyID === currency) ?? vats[0];
  return {
    lines: textAt(sums, 'LineTotalAmount'),
    net: textAt(sums, 'TaxBasisTotalAmount'),
    vat: vat?.text || null,
    gross: textAt(sums, 'GrandTotalAmount'),
    paid: textAt(sums, 'TotalPrepaidAmount'),
    due: textAt(sums, 'DuePayableAmount'),
  };
}

function readPayment(settlement: XmlElement | undefined): Invoice['payment'] {
  return {
    terms: textsAt(settlement, 'SpecifiedTradePaymentTerms/Description').join('\n') || null,
    reference: textAt(settlement, 'PaymentReference'),
    accounts: findAll(settlement, 'SpecifiedTradeSettlementPaymentMeans').flatMap((means) => {
      const iban = textAt(means, 'PayeePartyCreditorFinancialAccount/IBANID|ProprietaryID');
      if (iban === null) return [];
      return [{ iban, bic: textAt(means, 'PayeeSpecifiedCreditorFinancialInstitution/BICID') }];
    }),
  };
}
