import type { FastifyInstance, FastifyRequest } from 'fastify';
import { badRequest, forbidden, notFound, readId } from './answers.ts';
import type { Inqom } from './inqom-parts.ts';
import type { Account } from './seed.ts';
import type { Company, Dossier, InqomState } from './state.ts';

const list = { config: { routeKind: 'list' } } as const;

/** The two lists that lead to the dossiers an account may enter. */
export function addDossierLists(app: FastifyInstance, inqom: Inqom): void {
  const { state } = inqom;

  app.get('/provisioning/users/internal-access', list, async (request) => {
    const { account } = inqom.holderOf(request);
    return state.companies
      .filter((company) => account.seesDossiers === null || dossiersSeen(state, account, company).length > 0)
      .map(accessAnswer);
  });

  app.get<{ Params: { id: string } }>(
    '/provisioning/companies/:id/accounting-folders',
    list,
    async (request) => {
      const { account } = inqom.holderOf(request);
      const company = state.companies.find((candidate) => candidate.id === readId(request.params.id));
      if (!company) throw notFound();
      const dossiers = dossiersSeen(state, account, company);
      if (dossiers.length === 0 && account.seesDossiers !== null) throw forbidden();
      return dossiers.map(dossierAnswer);
    },
  );
}

/** @returns the dossier in the address. Throws 404 when it does not exist, 403 when the account may not enter it. */
export function readDossier(inqom: Inqom, request: FastifyRequest<{ Params: { id: string } }>): Dossier {
  const { account } = inqom.holderOf(request);
  const dossier = inqom.state.dossiers.get(readId(request.params.id));
  if (!dossier) throw notFound();
  if (!inqom.state.sees(account, dossier)) throw forbidden();
  return dossier;
}

/** The same, to write in it: 400 when it is archived. A dossier that is closing still takes documents. */
export function readOpenDossier(inqom: Inqom, request: FastifyRequest<{ Params: { id: string } }>): Dossier {
  const dossier = readDossier(inqom, request);
  if (dossier.status !== 'Active' && dossier.status !== 'Closing') {
    throw badRequest(`Le dossier ${dossier.name} est archivé : aucun document ne peut y être déposé.`);
  }
  return dossier;
}

function dossiersSeen(state: InqomState, account: Account, company: Company): Dossier[] {
  return [...state.dossiers.values()].filter(
    (dossier) => dossier.companyId === company.id && state.sees(account, dossier),
  );
}

function accessAnswer(company: Company) {
  // The Id of a Pme is not its company's: taken for one, it leads nowhere.
  return company.access === 'Company'
    ? { AccessType: 'Company', Id: company.id, CompanyId: null, Name: company.name }
    : { AccessType: 'Pme', Id: 900_000 + company.id, CompanyId: company.id, Name: company.name };
}

function dossierAnswer(dossier: Dossier) {
  return {
    Id: dossier.id,
    Name: dossier.name,
    UniqueName: dossier.uniqueName ?? `${dossier.name} (${dossier.id})`,
    Siren: dossier.siren,
    Nic: dossier.nic,
    ExternalId: dossier.externalId,
    CompanyId: dossier.companyId,
    Status: dossier.status,
  };
}
