/** Document types: a fixed list, the same for every partner. Each connector maps them to its partner's own values. */
export const documentTypes = ['administrative', 'sales', 'purchase', 'expense', 'other'] as const;

export type DocumentType = (typeof documentTypes)[number];

/** What people read. */
export const documentTypeNames: Readonly<Record<DocumentType, { readonly fr: string; readonly en: string }>> =
  {
    administrative: { fr: 'Administratif', en: 'Administrative' },
    sales: { fr: 'Facture de vente', en: 'Sales invoice' },
    purchase: { fr: 'Facture d’achat', en: 'Purchase invoice' },
    expense: { fr: 'Note de frais', en: 'Expense note' },
    other: { fr: 'Autre', en: 'Other' },
  };
