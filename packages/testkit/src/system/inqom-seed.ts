/** What a test's or the demo's Inqom knows: one account, one company, a dossier for each client. */
export interface SeedDossier {
  readonly id: number;
  readonly name: string;
  readonly siren: string;
  /** The 5 digits after the SIREN; empty where Inqom does not know them. */
  readonly nic: string;
  readonly status?: 'Active' | 'Closing' | 'Archived';
}

/** How the platform signs in to the sandbox's Inqom. */
export const inqomAccount = {
  username: 'systeme@cabinet.example',
  password: 'Inqom-2026!',
  clientId: 'navette-sandbox',
  clientSecret: 'secret-du-bac-a-sable',
} as const;

/** The seed file of the sandbox. */
export function inqomSeed(
  dossiers: readonly SeedDossier[],
  behaviour: Readonly<Record<string, unknown>> = {},
) {
  const { username, password, clientId, clientSecret } = inqomAccount;
  return {
    inqom: {
      client: { id: clientId, secret: clientSecret },
      accounts: [{ username, password }],
      companies: [{ id: 3107, name: 'Morvan & Associés', access: 'Company', dossiers }],
      behaviour,
    },
  };
}
