/**
 * An electronic invoice as its XML says it (EN 16931, whose BT numbers are in brackets). Nothing is computed or corrected: amounts,
 * rates, quantities, SIRENs and SIRETs are the text that was there, trimmed; what is missing is `null`. Dates are `2026-11-21`.
 */
export interface Invoice {
  readonly syntax: 'cii' | 'ubl';
  /** [24] `urn:factur-x.eu:1p0:minimum` */
  readonly profile: string | null;
  /** [1] */
  readonly number: string | null;
  /** [3] `380`, `381`… (UNTDID 1001) */
  readonly typeCode: string | null;
  readonly isCreditNote: boolean;
  /** Issued by the buyer; seller and buyer keep their roles. */
  readonly isSelfBilled: boolean;
  /** [2] */
  readonly issueDate: string | null;
  /** [9] */
  readonly dueDate: string | null;
  /** [72] */
  readonly deliveryDate: string | null;
  /** [73, 74] */
  readonly period: { readonly start: string | null; readonly end: string | null } | null;
  /** [5] `EUR` */
  readonly currency: string | null;
  readonly seller: Party;
  readonly buyer: Party;
  /** [10, 13, 12] */
  readonly references: {
    readonly buyerReference: string | null;
    readonly order: string | null;
    readonly contract: string | null;
    /** [25, 26] The invoices that this one corrects. */
    readonly invoices: readonly { readonly number: string; readonly date: string | null }[];
  };
  readonly lines: readonly InvoiceLine[];
  /** [92, 99] What is taken off (`allowance`) or added (`charge`) for the whole document, before VAT. */
  readonly adjustments: readonly Adjustment[];
  readonly taxes: readonly InvoiceTax[];
  readonly totals: Totals;
  /** [22] */
  readonly notes: readonly string[];
  readonly payment: {
    /** [20] */
    readonly terms: string | null;
    /** [83] */
    readonly reference: string | null;
    /** [84, 86] */
    readonly accounts: readonly { readonly iban: string; readonly bic: string | null }[];
  };
}

export interface Party {
  /** [27, 44] */
  readonly name: string | null;
  /** 9 digits, from whichever place tells it best; its check is not judged here. */
  readonly siren: string | null;
  /** 14 digits, likewise. */
  readonly siret: string | null;
  /** [31, 48] `FR11999999998` */
  readonly vatNumber: string | null;
  /** [34, 49] */
  readonly electronicAddress: string | null;
  /** [35–40, 50–55] As on an envelope: lines, postcode and city, country code. */
  readonly address: readonly string[];
}

export interface InvoiceLine {
  /** [126] */
  readonly number: string | null;
  /** [153] */
  readonly name: string | null;
  /** [154] */
  readonly description: string | null;
  /** [129] */
  readonly quantity: string | null;
  /** [130] A code of UN/ECE recommendation 20: `C62`, `KGM`. */
  readonly unit: string | null;
  /** [146] Before VAT, for `priceQuantity` units. */
  readonly unitPrice: string | null;
  /** [149] When the price is for more than one unit. */
  readonly priceQuantity: string | null;
  /** [131] */
  readonly netAmount: string | null;
  /** [152] `20.00`, in per cent */
  readonly vatRate: string | null;
}

export interface Adjustment {
  readonly kind: 'allowance' | 'charge';
  readonly reason: string | null;
  readonly amount: string | null;
  readonly vatRate: string | null;
}

export interface InvoiceTax {
  /** [118] `S`, `E`, `AE`, `K`… (UNTDID 5305) */
  readonly category: string | null;
  /** [119] */
  readonly rate: string | null;
  /** [116] */
  readonly base: string | null;
  /** [117] */
  readonly amount: string | null;
  /** [120] Why there is no VAT. */
  readonly exemption: string | null;
}

export interface Totals {
  /** [106] Sum of the lines. */
  readonly lines: string | null;
  /** [109] Before VAT. */
  readonly net: string | null;
  /** [110] In the currency of the invoice. */
  readonly vat: string | null;
  /** [112] With VAT. */
  readonly gross: string | null;
  /** [113] */
  readonly paid: string | null;
  /** [115] */
  readonly due: string | null;
}
